// Builds what is out of date.
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const { ensureBuilt } = await import('./lib/build.mjs');
  await ensureBuilt();
});
