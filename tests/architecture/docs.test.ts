/** Documents may not point at what is not there, and may not leave out what is. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes';
import { buildProgram } from '../../src/cli/program';
import type { Terminal } from '../../src/cli/terminal';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const markdownUnder = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));

const documents = [
  'README.md',
  'README.zh-CN.md',
  'CHANGELOG.md',
  'scripts/README.md',
  ...markdownUnder('docs'),
  ...markdownUnder('src'),
];

/** Targets of links and images, without anchors. */
const linksOf = (text: string): string[] =>
  [...withoutFences(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => (target as string).split('#')[0] as string)
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));

/** Paths of this repository in backticks: `src/x.ts`, `tests/core`. Patterns and placeholders are not meant. */
const pathsOf = (text: string): string[] =>
  [...withoutFences(text).matchAll(/`((?:\.ci|docs|resources|scripts|src|tests)\/[\w./@-]+)`/g)].map(
    ([, path]) => path as string,
  );

const withoutFences = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '');

/** Pictures are made from the running app; a checkout may have none yet, but never some of them. */
const noPictures = !existsSync(join(root, 'docs/screenshots'));
const isPicture = (path: string): boolean => path.includes('docs/screenshots/');

describe('the documents', () => {
  it.each(documents)('%s links only to what is there', (document) => {
    const missing = linksOf(read(document))
      .map((target) => resolve(root, dirname(document), target))
      .filter((path) => !(noPictures && isPicture(path)))
      .filter((path) => !existsSync(path));
    expect(missing).toEqual([]);
  });

  it.each(documents)('%s names only files that are there', (document) => {
    const isThere = (path: string) => existsSync(join(root, path)) || existsSync(join(root, `${path}.ts`));
    expect(pathsOf(read(document)).filter((path) => !isThere(path))).toEqual([]);
  });

  it('are found at all', () => {
    expect(documents.length).toBeGreaterThan(20);
    expect(linksOf('see [a](b.md#c) and [d](https://e.org)')).toEqual(['b.md']);
    expect(pathsOf('in `src/core/ports.ts`, not `src/*`')).toEqual(['src/core/ports.ts']);
  });
});

const silent: Terminal = {
  say: () => undefined,
  put: () => undefined,
  json: () => undefined,
  interactive: false,
  ask: async () => null,
  askHidden: async () => null,
  paint: {} as Terminal['paint'],
};

/** `record export`, `lint`: every command that does something. */
function commandsOf(command: Command, before = ''): string[] {
  return command.commands.flatMap((sub) => {
    const name = `${before}${sub.name()}`;
    return sub.commands.length === 0 ? [name] : commandsOf(sub, `${name} `);
  });
}

function optionsOf(command: Command): string[] {
  const own = command.options.map((option) => option.long ?? option.short ?? '');
  return [...own, ...command.commands.flatMap(optionsOf)];
}

describe('docs/cli.md', () => {
  const text = read('docs/cli.md');
  const program = buildProgram(silent, () => undefined);
  const headings = [...text.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading as string).join('\n');

  it.each(commandsOf(program))('has a section on %s', (command) => {
    expect(headings).toMatch(new RegExp(`(^|, )${command}( |,|$)`, 'm'));
  });

  it.each([...new Set(optionsOf(program))])('explains %s', (option) => {
    expect(text).toContain(option);
  });

  it.each(['docs/cli.md', 'README.md', 'README.zh-CN.md'])('%s has every exit code', (document) => {
    for (const code of Object.values(EXIT))
      expect(read(document)).toMatch(new RegExp(`^\\| ${code} \\|`, 'm'));
  });
});
