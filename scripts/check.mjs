// Format, lint, types of every environment, import rules and unit tests. Everything that needs no other process.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

const node = process.execPath;
const steps = [
  [
    'biome',
    [node, ['node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', '--error-on-warnings', '.']],
  ],
  ...readdirSync('.')
    .filter((name) => /^tsconfig\.(?!base)\w+\.json$/.test(name))
    .filter((name) => existsSync(name === 'tsconfig.tests.json' ? 'tests' : `src/${name.split('.')[1]}`))
    .map((name) => [name, [node, ['node_modules/typescript7/bin/tsc', '-p', name]]]),
  [
    'unit',
    [
      node,
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        '--project',
        'unit',
        '--project',
        'renderer',
        '--passWithNoTests',
      ],
    ],
  ],
];

let failed = 0;
for (const [name, [command, args]] of steps) {
  const started = performance.now();
  const run = spawnSync(command, args, { encoding: 'utf8' });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const empty = /TS18003/.test(run.stdout ?? '');
  const good = run.status === 0 || empty;
  if (!good) failed += 1;
  process.stdout.write(`${good ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)\n`);
  if (!good) process.stdout.write(`${run.stdout}${run.stderr}\n`);
}
process.exit(failed === 0 ? 0 : 1);
