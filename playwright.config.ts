import { defineConfig } from '@playwright/test';

/** One window at a time, no second chances: a test that passes only when repeated is a failing test. */
export default defineConfig({
  testDir: './tests/e2e',
  tsconfig: './tsconfig.tests.json',
  outputDir: './test-results/e2e',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['line'], ['json']] : [['line']],
});
