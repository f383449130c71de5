import type { z } from 'zod';
import type { JsonValue } from '../kernel/json';
import type { Result } from '../kernel/result';
import { type Problem, sortProblems } from './problem';
import { childKeys } from './schema-walk';
import { type ParsedYaml, type Path, problemAt, valueAt } from './source';
import { didYouMean } from './suggest';

type Issue = z.core.$ZodIssue;

/** Drops `x-` keys everywhere: they belong to extensions and to nobody here. */
export function withoutExtensions(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutExtensions);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([key]) => !key.startsWith('x-'));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutExtensions(item as JsonValue)]));
}

/** Checks a parsed file against a strict schema. All problems at once, in the order of the file. */
export function validate<S extends z.ZodType>(parsed: ParsedYaml, schema: S): Result<z.output<S>, Problem[]> {
  const result = schema.safeParse(withoutExtensions(parsed.value), { reportInput: false });
  if (result.success) return { ok: true, value: result.data };
  const problems = firstOfKind(result.error.issues).flatMap((issue) => explain(parsed, schema, issue, []));
  return { ok: false, error: sortProblems(problems) };
}

/** A value of the wrong kind also breaks the rules for its right kind: one problem is enough. */
function firstOfKind(issues: readonly Issue[]): Issue[] {
  const at = (issue: Issue) => JSON.stringify(issue.path);
  const wrongKind = new Set(issues.filter((i) => i.code === 'invalid_type').map(at));
  return issues.filter((i) => i.code === 'invalid_type' || !wrongKind.has(at(i)));
}

function explain(parsed: ParsedYaml, schema: z.ZodType, issue: Issue, parent: Path): Problem[] {
  const path = [...parent, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(parsed, schema, path, key));
    case 'invalid_key':
      return [badKey(parsed, path, issue.issues[0]?.message)];
    case 'invalid_union': {
      const branch = likelyBranch(issue.errors);
      if (branch !== null) return branch.flatMap((inner) => explain(parsed, schema, inner, path));
      return [badValue(parsed, path, issue)];
    }
    default:
      return [badValue(parsed, path, issue)];
  }
}

/** The one branch of a union that fits the kind of the value: it fails deeper down, not at its root. */
function likelyBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const fits = branches.filter((issues) => !issues.some((i) => i.path.length === 0 && isKindIssue(i)));
  return fits.length === 1 ? (fits[0] as readonly Issue[]) : null;
}
const isKindIssue = (issue: Issue) => issue.code === 'invalid_type' || issue.code === 'invalid_value';

function unknownKey(parsed: ParsedYaml, schema: z.ZodType, path: Path, key: string): Problem {
  const known = childKeys(schema, path);
  const list = known.length > 0 && known.length <= 12 ? `; known here: ${known.join(', ')}` : '';
  return problemAt(parsed, [...path, key], {
    code: 'unknown_key',
    at: 'key',
    message: `unknown key "${key}"${list}`,
    suggestion: didYouMean(key, known),
  });
}

function badKey(parsed: ParsedYaml, path: Path, expected: string | undefined): Problem {
  const wanted = expected === undefined || /^Invalid/.test(expected) ? '' : `: expected ${expected}`;
  return problemAt(parsed, path, {
    code: 'bad_value',
    at: 'key',
    message: `"${String(path.at(-1))}" can't be a name here${wanted}`,
  });
}

function badValue(parsed: ParsedYaml, path: Path, issue: Issue): Problem {
  const found = valueAt(parsed, path);
  const name = path.at(-1);
  if (found === undefined && typeof name === 'string') {
    return problemAt(parsed, path.slice(0, -1), {
      code: 'missing_key',
      at: 'key',
      message: `"${name}" is missing: expected ${expectation(issue)}`,
    });
  }
  return problemAt(parsed, path, {
    code: 'bad_value',
    message: `expected ${expectation(issue)}, found ${show(found)}`,
    suggestion: suggestion(issue, found),
  });
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping (key: value lines)',
  record: 'a mapping (key: value lines)',
  array: 'a list',
};

function expectation(issue: Issue): string {
  // Our schemas say what they expect in their own message; zod's own messages start with these words.
  if (!/^(Invalid|Too (big|small)|Unrecognized)/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return KINDS[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(', ')}`;
    case 'too_small':
      return sized(issue.origin, 'at least', issue.minimum);
    case 'too_big':
      return sized(issue.origin, 'at most', issue.maximum);
    default:
      return 'another value';
  }
}

function sized(origin: string, bound: string, limit: number | bigint): string {
  if (origin === 'string') return `${bound} ${limit} character(s)`;
  if (origin === 'array') return `a list with ${bound} ${limit} item(s)`;
  return `${bound} ${limit}`;
}

function suggestion(issue: Issue, found: JsonValue | undefined): string | undefined {
  if (issue.code === 'invalid_value' && typeof found === 'string') {
    return didYouMean(found, issue.values.map(String));
  }
  // 1.10 without quotes is the number 1.1; the file's text is not known here.
  if (typeof found === 'number' && /\btext\b/.test(expectation(issue)))
    return 'text that looks like a number goes in quotes';
  return undefined;
}

/** A value as an operator would recognise it, short. */
export function show(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') {
    return `"${value.length > 60 ? `${value.slice(0, 60)}...` : value}"`.replaceAll('\n', '\\n');
  }
  return String(value);
}
