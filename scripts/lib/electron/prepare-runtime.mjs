// Makes an ordinary Electron folder of what was unpacked: fuses, a launcher for `electron <folder>`, version, licence.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

// The build has no default app, without which `electron <folder>` would start nothing. An ES module that awaits the
// app's own: only so does Electron wait with `ready` until the app has said what must be said before.
const launcher = `
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
if (!existsSync(join(folder, 'package.json'))) {
  console.error('no app in ' + folder);
  process.exit(2);
}
const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
app.setName(about.productName ?? about.name);
app.setVersion(about.version);
app.setAppPath(folder);
await import(pathToFileURL(join(folder, about.main)).href);
`;

export async function prepareRuntime(folder, version) {
  const executable = join(folder, 'electron');
  chmodSync(executable, 0o755);
  // Playwright starts Electron with --inspect; the snapshot is the other app's heap and was left out.
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  refreshLauncher(folder);
  const license = join(folder, 'LICENSE.electron.txt');
  if (existsSync(license)) copyFileSync(license, join(folder, 'LICENSE'));
  writeFileSync(join(folder, 'version'), version);
}

/** Writes the launcher unless it is there as it should be: a cache may come from an older checkout. */
export function refreshLauncher(folder) {
  const app = join(folder, 'resources', 'app');
  mkdirSync(app, { recursive: true });
  replace(join(app, 'package.json'), '{ "name": "electron", "main": "main.js", "type": "module" }\n');
  replace(join(app, 'main.js'), launcher.trimStart());
}

function replace(path, content) {
  if (existsSync(path) && readFileSync(path, 'utf8') === content) return;
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, path);
}
