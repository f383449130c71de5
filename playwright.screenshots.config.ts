import { defineConfig } from '@playwright/test';

/** Takes the pictures of the documents from the running app; no test suite, see `scripts/screenshots.mjs`. */
export default defineConfig({
  testDir: './tests/screenshots',
  tsconfig: './tsconfig.tests.json',
  outputDir: './test-results/screenshots',
  workers: 1,
  retries: 0,
  timeout: 900_000,
  expect: { timeout: 20_000 },
  reporter: [['line']],
});
