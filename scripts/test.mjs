// `npm test`: installs what is missing, runs every suite, ends with one line of counts. `npm test -- path...` runs
// the tests under those paths only. Runs on Node 20 with nothing installed up to the hand-over in bootstrap.
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const { runAll, runSome } = await import('./lib/suites/all.mjs');
  const paths = process.argv.slice(2);
  process.exitCode = paths.length === 0 ? await runAll() : await runSome(paths);
});
