// Checks that run no code of ours: format and lint, and the types of each environment. Each counts as one test.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { modules, root } from '../place.mjs';
import { run } from '../run.mjs';
import { print, sum, tally } from './tally.mjs';

function steps() {
  const biome = [
    join(modules, '@biomejs', 'biome', 'bin', 'biome'),
    'ci',
    '--colors=off',
    '--error-on-warnings',
  ];
  const compiler = join(modules, 'typescript7', 'bin', 'tsc');
  return [
    ['biome', [...biome, '.']],
    ...projects().map((name) => [`types ${name.split('.')[1]}`, [compiler, '-p', name]]),
  ];
}

/** Every tsconfig whose folder exists. */
function projects() {
  return readdirSync(root)
    .filter((name) => /^tsconfig\.(?!base)\w+\.json$/.test(name))
    .filter((name) =>
      existsSync(join(root, name === 'tsconfig.tests.json' ? 'tests' : `src/${name.split('.')[1]}`)),
    );
}

export async function runStatic() {
  const tallies = [];
  for (const [name, args] of steps()) tallies.push(await step(name, args));
  return sum(tallies);
}

async function step(name, args) {
  const started = performance.now();
  const { code, output } = await run(process.execPath, args, { cwd: root, quiet: true });
  const good = code === 0 || onlyEmpty(output);
  print(`${good ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (!good) print(output.trimEnd());
  return good ? tally(1) : tally(0, 1);
}

/** TS18003: an environment without a source file yet. */
function onlyEmpty(output) {
  return /error TS18003/.test(output) && output.match(/error TS/g)?.length === 1;
}
