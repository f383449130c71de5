// Debian packages: which are missing, installed as root, named with the exact command for everyone else.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { isRoot } from './place.mjs';
import { run } from './run.mjs';
import { say, Trouble } from './say.mjs';

/** Names as of Debian 12; some got a suffix with 64-bit time in Debian 13. */
export const packages = {
  window: ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libnotify4', 'libatspi2.0-0'],
  fonts: ['fonts-noto-cjk'],
  display: ['xvfb', 'xauth'],
  compiler: ['gcc', 'g++'],
  ssh: ['openssh-server', 'openssh-client'],
  /** Programs whose answers ours are compared with. */
  comparison: ['prometheus'],
};
const renamed = new Set(['libgtk-3-0', 'libasound2', 'libatspi2.0-0']);

/** Which of the wanted packages are not installed. Empty where there is no dpkg: nothing is known then. */
export function missingPackages(wanted) {
  if (!hasDpkg()) return [];
  return wanted.filter((name) => !isInstalled(name)).map(nameHere);
}

export function hasDpkg() {
  return existsSync('/usr/bin/dpkg-query');
}

function isInstalled(name) {
  const candidates = renamed.has(name) ? [name, `${name}t64`] : [name];
  return candidates.some((candidate) => {
    const asked = spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status}', candidate], { encoding: 'utf8' });
    return asked.status === 0 && asked.stdout === 'installed';
  });
}

function nameHere(name) {
  const release = /^VERSION_ID="?(\d+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
  return renamed.has(name) && Number(release) >= 13 ? `${name}t64` : name;
}

/** What a normal user has to type. */
export function installCommand(names) {
  return `sudo apt-get install -y --no-install-recommends ${names.join(' ')}`;
}

/**
 * As root installs what is missing and returns []; for everyone else returns the missing names.
 * @returns {Promise<string[]>}
 */
export async function ensurePackages(wanted) {
  const missing = missingPackages(wanted);
  if (missing.length === 0 || !isRoot) return missing;
  say(`installing Debian packages: ${missing.join(' ')}`);
  if (!(await install(missing))) {
    await apt(['update', '-q']);
    if (!(await install(missing))) throw installTrouble(missing);
  }
  return [];
}

async function install(names) {
  return (await apt(['install', '-y', '-q', '--no-install-recommends', ...names])).code === 0;
}

function apt(args) {
  // Tests want the programs only: with these two, systemd and sysv start no service of a package just installed.
  const quietly = { DEBIAN_FRONTEND: 'noninteractive', SYSTEMD_OFFLINE: '1', RUNLEVEL: '1' };
  const env = { ...process.env, ...quietly };
  return run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env, quiet: true });
}

function installTrouble(names) {
  return new Trouble(`apt-get could not install ${names.join(' ')}`, {
    why: 'the mirror may be unreachable, or another apt is running',
    remedy: `look at what "apt-get update && ${installCommand(names).replace('sudo ', '')}" says`,
  });
}
