import type { Expectation } from '../plan/plan';
import { bytes, decimalText, milliseconds } from './plan-values';
import type { ExpectRule } from './schema';

const EXIT_ZERO: Expectation = { rule: 'exit', equals: 0 };

/** Rules of the file to rules of the plan; with `exit`, exit code 0 is demanded where no exit rule is written. */
export function planExpect(rules: readonly ExpectRule[] | undefined, exit: boolean): Expectation[] {
  const written = (rules ?? []).flatMap(planRule);
  return exit && !written.some((r) => r.rule === 'exit') ? [EXIT_ZERO, ...written] : written;
}

/** The object without its undefined members: a plan has no such values. */
const given = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));

function planRule({ exit, status, output, json, file, http }: ExpectRule): Expectation[] {
  const rules: Expectation[] = [];
  if (exit !== undefined) rules.push({ rule: 'exit', equals: exit });
  if (status !== undefined) rules.push({ rule: 'status', equals: status });
  if (output !== undefined) rules.push({ rule: 'output', ...given(output) });
  if (json !== undefined) rules.push(planJson(json));
  if (file !== undefined) {
    const min = file.min_size === undefined ? undefined : bytes(file.min_size);
    rules.push({ rule: 'file', path: file.path, ...given({ min_bytes: min, sha256: file.sha256 }) });
  }
  if (http !== undefined) {
    const within = milliseconds(http.within ?? '10s');
    const { url, status: wanted, contains } = http;
    rules.push({ rule: 'http', url, status: wanted, within_ms: within, ...given({ contains }) });
  }
  return rules;
}

function planJson({ file, path, equals, min, max }: NonNullable<ExpectRule['json']>): Expectation {
  const limits = {
    equals:
      equals === undefined ? undefined : typeof equals === 'number' ? decimalText(equals) : String(equals),
    min: min === undefined ? undefined : decimalText(min),
    max: max === undefined ? undefined : decimalText(max),
  };
  return { rule: 'json', file: file ?? null, path, ...given(limits) };
}
