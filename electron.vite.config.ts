import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'electron-vite';
import { alias } from './vitest.config';

/** The oldest Electron that must run what is built (Node 20.18, Chromium 130); newer ones run it too. */
process.env.ELECTRON_MAJOR_VER ??= '33';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What runs on Node: the shell, core as a process of its own, the command line. Chunks are shared between them. */
function nodeSide(): UserConfig {
  const entries = ['main', 'core', 'cli'].filter((name) => existsSync(here(`./src/${name}/index.ts`)));
  return {
    main: {
      resolve: { alias },
      build: {
        outDir: 'out',
        emptyOutDir: false,
        rollupOptions: {
          input: {
            ...Object.fromEntries(entries.map((name) => [`${name}/index`, here(`./src/${name}/index.ts`)])),
            // Runbooks from outside are parsed in a worker thread, which needs a file of its own.
            'core/parse-worker': here('./src/core/workspace/parse-worker.ts'),
          },
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        },
      },
    },
  };
}

/** What runs in the window. A sandboxed preload can require nothing, so it is one CommonJS file. */
function windowSide(): UserConfig {
  return {
    preload: {
      resolve: { alias },
      build: {
        outDir: 'out/preload',
        externalizeDeps: false,
        rollupOptions: {
          input: { index: here('./src/preload/index.ts') },
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    },
    renderer: {
      root: here('./src/renderer'),
      base: './',
      resolve: { alias },
      plugins: [react()],
      build: {
        outDir: here('./out/renderer'),
        emptyOutDir: true,
        minify: true,
        // An inlined asset would need `data:` in more of the content security policy than it has.
        assetsInlineLimit: 0,
        rollupOptions: { input: here('./src/renderer/index.html') },
      },
    },
  };
}

/** `HOLDPOINT_BUILD_SIDE` builds one side only: the command line needs no window. */
export default defineConfig(() => {
  const side = process.env.HOLDPOINT_BUILD_SIDE;
  if (side === 'node') return nodeSide();
  if (side === 'window') return windowSide();
  return { ...nodeSide(), ...windowSide() };
});
