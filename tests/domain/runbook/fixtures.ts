import { readdirSync, readFileSync } from 'node:fs';
import { checkRunbook } from '@domain/runbook/check';
import { type LoadedRunbook, loadRunbook } from '@domain/runbook/load';
import type { Problem } from '@domain/runbook/problem';

const at = (path: string) => new URL(`../../fixtures/${path}`, import.meta.url);

export const fixture = (path: string): string => readFileSync(at(path), 'utf8');

export const invalidNames = (): string[] =>
  readdirSync(at('runbooks-invalid/'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.replace('.yaml', ''));

/** Everything said about a runbook: of its form, or when that is good, of its meaning. */
export function problemsOf(text: string, file: string): Problem[] {
  const loaded = loadRunbook(text, file);
  return loaded.ok ? checkRunbook(loaded.value) : loaded.error;
}

/** Bad examples whose form is wrong in a way a JSON Schema can see too. */
export const shapeNames = (): string[] =>
  invalidNames().filter((name) => {
    const loaded = loadRunbook(fixture(`runbooks-invalid/${name}.yaml`), name);
    const yaml = ['yaml', 'duplicate_key', 'alias', 'bad_key', 'too_deep'];
    return !loaded.ok && !loaded.error.some((p) => yaml.includes(p.code));
  });

export function loadFixture(name: string): LoadedRunbook {
  const loaded = loadRunbook(fixture(`runbooks/${name}.yaml`), `${name}.yaml`);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  return loaded.value;
}
