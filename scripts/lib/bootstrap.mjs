// The first thing every command does, on whatever Node there is: packages, then the toolchain's own Node.
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './dependencies.mjs';
import { modules } from './place.mjs';
import { become, endLike } from './run.mjs';
import { die, Trouble } from './say.mjs';

/**
 * Runs `main` under the toolchain's Node with packages in place; `script` is the caller's `import.meta.url`, started
 * again there when this process is not that Node. Never throws: it ends the process with words instead.
 */
export async function bootstrap(script, main) {
  try {
    await ensureDependencies();
    const node = toolchainNode();
    if (node === null || isSame(node, process.execPath)) return await main();
    const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
    endLike(await become(node, [fileURLToPath(script), ...process.argv.slice(2)], { env }));
  } catch (error) {
    die(error);
  }
}

/** Path of the Node 24 that came with the packages, or null where this Node is recent enough itself. */
function toolchainNode() {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  for (const path of [join(modules, name, 'bin', file), join(modules, name, file)]) {
    if (existsSync(path)) return path;
  }
  if (isRecent(process.versions.node)) return null;
  throw new Trouble(`Node ${process.versions.node} is too old and the package ${name} is not there`, {
    why: `the project runs on Node 24, which comes as a package for Linux and for Windows on x64`,
    remedy: `on other systems install Node 22.14 or newer; on these run "npm ci --include=optional"`,
  });
}

/** 22.14 is the first with Node-API 10, which the SQLite binding needs. */
export function isRecent(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 14);
}

function isSame(one, other) {
  return realpathSync(one) === realpathSync(other);
}
