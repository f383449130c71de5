// Format, lint, types of every environment and unit tests: everything that needs no other process, in seconds.
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const { check } = await import('./lib/suites/check.mjs');
  process.exitCode = await check();
});
