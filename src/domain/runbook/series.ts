import { RE2JS } from 're2js';
import { fail, ok, type Result } from '../kernel/result';

/** One set of series of a text exposition, as in the plan: every label must match its whole value (RE2 syntax). */
export interface Series {
  readonly name: string;
  readonly labels: readonly { readonly name: string; readonly matches: string }[];
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const LABEL = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"\s*(,|(?=\}))/;

const bad = (text: string, why: string) =>
  fail(
    'series',
    `"${text}" is no series: ${why}; expected for example requests_total{job="orders",status=~"5.."}`,
  );

/**
 * Parses `name`, `name{label="x",status=~"5.."}` (Prometheus selector syntax, the operators = and =~). An exact value
 * becomes a quoted pattern.
 */
export function parseSeries(text: string): Result<Series> {
  const name = NAME.exec(text.trim())?.[0];
  if (name === undefined) return bad(text, 'it does not start with a name');
  let rest = text.trim().slice(name.length);
  if (rest === '') return ok({ name, labels: [] });
  if (!rest.startsWith('{') || !rest.endsWith('}')) return bad(text, 'labels stand in { }');
  rest = rest.slice(1);
  const labels: { name: string; matches: string }[] = [];
  while (rest.trim() !== '}') {
    const label = LABEL.exec(rest);
    if (label === null) return bad(text, `can't read a label at ${rest.slice(0, 30)}`);
    const matcher = pattern(label[2] as string, withoutEscapes(label[3] as string));
    if (!matcher.ok) return bad(text, matcher.error.message);
    labels.push({ name: label[1] as string, matches: matcher.value });
    rest = rest.slice(label[0].length);
  }
  return ok({ name, labels });
}

const withoutEscapes = (text: string) =>
  text.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));

function pattern(operator: string, value: string): Result<string> {
  if (operator === '=') return ok(RE2JS.quote(value));
  if (operator !== '=~') return fail('series', `the operator ${operator} is not available in this version`);
  const problem = patternProblem(value);
  return problem === null ? ok(value) : fail('series', problem);
}

/** Why a text is no RE2 pattern; null when it is one. */
export function patternProblem(text: string): string | null {
  try {
    RE2JS.compile(text);
    return null;
  } catch (error) {
    return `"${text}" is no RE2 pattern: ${error instanceof Error ? error.message : String(error)}`;
  }
}
