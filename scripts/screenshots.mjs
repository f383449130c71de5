// Takes the pictures in docs/screenshots from the running app, on the practice target.
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const { ensureBuilt } = await import('./lib/build.mjs');
  const { runPictures } = await import('./lib/pictures.mjs');
  await ensureBuilt();
  process.exitCode = await runPictures();
});
