// Makes an ordinary Electron folder of what was unpacked: fuses, a launcher for `electron <folder>`, version, licence.
import { chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

// The build has no default app, without which `electron <folder>` would start nothing.
const launcher = `
const { app } = require('electron');
const { existsSync, readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { pathToFileURL } = require('node:url');
const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
app.setName(about.productName ?? about.name);
app.setVersion(about.version);
app.setAppPath(folder);
import(pathToFileURL(join(folder, about.main)).href).catch((error) => {
  console.error(error);
  process.exit(70);
});
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
  const app = join(folder, 'resources', 'app');
  mkdirSync(app, { recursive: true });
  writeFileSync(join(app, 'main.js'), launcher.trimStart());
  writeFileSync(join(app, 'package.json'), '{ "name": "electron", "main": "main.js" }\n');
  const license = join(folder, 'LICENSE.electron.txt');
  if (existsSync(license)) copyFileSync(license, join(folder, 'LICENSE'));
  writeFileSync(join(folder, 'version'), version);
}
