// The command line from a checkout: installs and builds on first use, then is the command line itself.
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const { runCommandLine } = await import('./lib/command-line.mjs');
  await runCommandLine(process.argv.slice(2));
});
