import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { alias } from '../../../vitest.config';

/** Builds the preview page next to the other build outputs. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  resolve: { alias },
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../../../out/preview', import.meta.url)),
    emptyOutDir: true,
    target: 'chrome130', // the oldest Electron's: older ones would lose light-dark()
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
