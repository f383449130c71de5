// What tests need from the system. As root it is installed; otherwise what needs it is skipped, with the command.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensurePackages, hasDpkg, installCommand, packages } from '../debian.mjs';
import { root } from '../place.mjs';

/** Test files that import this helper cannot run without the program. */
const helperNeeds = [{ helper: 'support/sshd', program: '/usr/sbin/sshd', install: ['openssh-server'] }];

/** Installs all that any suite can use where we may. @returns {Promise<string[]>} names that stay missing */
export async function ensureTestPackages() {
  const display = process.env.DISPLAY ? [] : packages.display;
  const { window, fonts, compiler, ssh, comparison } = packages;
  return ensurePackages([...ssh, ...display, ...window, ...fonts, ...compiler, ...comparison]);
}

/** Files under a folder of tests that cannot run here. @returns {{ name: string, reason: string }[]} */
export function filesThatCannotRun(folder) {
  return helperNeeds
    .filter((need) => !existsSync(need.program))
    .flatMap((need) => testsImporting(folder, need.helper).map((name) => ({ name, reason: reason(need) })));
}

function reason({ program, install }) {
  return `there is no ${program}; ${installCommand(install)}`;
}

function testsImporting(folder, helper) {
  const top = join(root, folder);
  if (!existsSync(top)) return [];
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path, 'utf8').includes(`${helper}'`))
    .map((path) => relative(root, path));
}

/** Why the window cannot be driven here, or null. Fonts and the compiler are asked for where they matter. */
export function whyNoWindow(missing) {
  const needed = new Set([...packages.window, ...packages.display].flatMap((name) => [name, `${name}t64`]));
  const absent = missing.filter((name) => needed.has(name));
  if (absent.length > 0) return `Debian packages are missing; ${installCommand(absent)}`;
  if (!process.env.DISPLAY && !hasDpkg() && !existsSync('/usr/bin/xvfb-run')) {
    return 'there is no display and no xvfb-run';
  }
  return null;
}
