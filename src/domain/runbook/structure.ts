/**
 * "Exactly one of these keys" in steps, rules and sources. Looked for in the plain data, not in the schema: a
 * union would answer with all its branches, and a refinement is skipped as soon as anything else is wrong.
 */
import type { JsonValue } from '../kernel/json';
import type { Problem } from './problem';
import { ACTIONS, LATER_ACTIONS, RULES, SCRAPE_VALUES, SOURCES } from './schema';
import { type ParsedYaml, type Path, problemAt, valueAt } from './source';

interface Choice {
  readonly what: string;
  readonly code: 'action' | 'rule' | 'metric';
  readonly keys: readonly string[];
  /** The ones a message names; all of them when not given. */
  readonly named?: readonly string[];
}
const ACTION: Choice = {
  what: 'a step has one action',
  code: 'action',
  keys: [...ACTIONS, ...LATER_ACTIONS],
};
const RULE: Choice = { what: 'an acceptance rule is one of', code: 'rule', keys: RULES };
const SOURCE: Choice = { what: 'a metric comes from one of', code: 'metric', keys: SOURCES };
const VALUE: Choice = { what: 'a scrape computes one of', code: 'metric', keys: SCRAPE_VALUES };

/** Problems of choice everywhere in a runbook file. */
export function structure(parsed: ParsedYaml): Problem[] {
  const problems: Problem[] = [];
  const one = (path: Path, choice: Choice) => problems.push(...oneOf(parsed, path, choice));
  const rules = (path: Path) => {
    for (const rule of each(parsed, path)) one(rule, RULE);
  };
  for (const step of stepPaths(parsed)) {
    one(step, ACTION);
    rules([...step, 'expect']);
    rules([...step, 'undo', 'expect']);
  }
  for (const name of Object.keys(mapping(valueAt(parsed, ['metrics'])))) {
    if (name.startsWith('x-')) continue;
    one(['metrics', name, 'from'], SOURCE);
    one(['metrics', name, 'from', 'scrape'], VALUE);
  }
  return problems;
}

const stepPaths = (parsed: ParsedYaml): Path[] =>
  each(parsed, ['phases']).flatMap((phase) => each(parsed, [...phase, 'steps']));

function each(parsed: ParsedYaml, path: Path): Path[] {
  const list = valueAt(parsed, path);
  return Array.isArray(list) ? list.map((_, index) => [...path, index]) : [];
}

function mapping(value: JsonValue | undefined): Readonly<Record<string, unknown>> {
  const isMapping = value !== null && typeof value === 'object' && !Array.isArray(value);
  return isMapping ? (value as Readonly<Record<string, unknown>>) : {};
}

function oneOf(parsed: ParsedYaml, path: Path, choice: Choice): Problem[] {
  const value = valueAt(parsed, path);
  // A value of another kind is the schema's problem.
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
  const found = choice.keys.filter((key) => Object.hasOwn(value, key));
  if (found.length === 1) return [];
  const second = found[1];
  const message = `${choice.what}: ${(choice.named ?? choice.keys).join(', ')}; found ${found.length === 0 ? 'none' : found.join(' and ')}`;
  return second === undefined
    ? [problemAt(parsed, path, { code: choice.code, message })]
    : [problemAt(parsed, [...path, second], { code: choice.code, message, at: 'key' })];
}
