import { ensureBuilt } from './build.mjs';
import { runCommandLine } from './command-line.mjs';
import { ensurePackages, installCommand, packages } from './debian.mjs';
import { chooseElectron, electronEnvironment, mayNeedCompiler } from './electron/choose.mjs';
import { hasUserNamespaces } from './electron/sandbox.mjs';
import { isRoot, root } from './place.mjs';
import { become, endLike } from './run.mjs';
import { say, Trouble } from './say.mjs';

/** Opens the app with `args`, or the guided practice in the terminal where nothing can be shown. */
export async function start(args) {
  if (!hasDisplay()) {
    say('no display (DISPLAY and WAYLAND_DISPLAY are not set): the guided practice runs in the terminal');
    return runCommandLine(['practice', 'walk', ...args]);
  }
  await requirePackages(mayNeedCompiler() ? [...packages.window, ...packages.compiler] : packages.window);
  await recommendPackages(packages.fonts);
  await ensureBuilt();
  const runtime = await chooseElectron({ beforeCompiling: () => requirePackages(packages.compiler) });
  const ended = await become(runtime.executable, [...sandboxArguments(), root, ...args], {
    env: electronEnvironment(runtime),
  });
  endLike(ended);
}

function hasDisplay(env = process.env) {
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

async function requirePackages(names) {
  const missing = await ensurePackages(names);
  if (missing.length === 0) return;
  throw new Trouble(`Debian packages are missing: ${missing.join(' ')}`, { remedy: installCommand(missing) });
}

/** What the app can do without: a remark for a normal user, not a refusal. */
async function recommendPackages(names) {
  const missing = await ensurePackages(names);
  if (missing.length > 0) say(`Chinese file names and output may show as boxes: ${installCommand(missing)}`);
}

function sandboxArguments() {
  if (isRoot) {
    say(
      'running as root: Chromium has no sandbox there (--no-sandbox). For daily use start as a normal user',
    );
    return ['--no-sandbox'];
  }
  if (!hasUserNamespaces()) {
    throw new Trouble('this system lets normal users make no user namespaces, which the sandbox needs', {
      remedy:
        'sudo sysctl -w kernel.unprivileged_userns_clone=1 (or, with AppArmor, allow them for this Electron)',
    });
  }
  return [];
}
