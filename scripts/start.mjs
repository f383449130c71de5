// `npm start`: installs what is missing, builds what changed, opens the app; without a display, the practice in the
// terminal. Runs on Node 20 with nothing installed up to the hand-over in bootstrap.
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const { start } = await import('./lib/start.mjs');
  await start(process.argv.slice(2));
});
