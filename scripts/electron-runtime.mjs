// Which Electron do I run? Prepares it if needed; says what it chose on stderr and prints it as JSON on stdout.
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const { chooseElectron } = await import('./lib/electron/choose.mjs');
  process.stdout.write(`${JSON.stringify(await chooseElectron(), null, 2)}\n`);
});
