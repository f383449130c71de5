import { parseSemVer } from '../kernel/semver';
import type { InputSpec } from './schema';
import { didYouMean } from './suggest';
import { hasControl } from './template';

/** Why a text can't be the value of an input; null when it can. */
export function inputProblem(spec: InputSpec, value: string): string | null {
  if (hasControl(value)) return 'a value holds no line break and no control character';
  switch (spec.type) {
    case 'string':
      return value === '' ? 'the value is empty' : null;
    case 'semver': {
      const version = parseSemVer(value);
      return version.ok ? null : version.error.message;
    }
    case 'enum': {
      const values = spec.values ?? [];
      if (values.includes(value)) return null;
      const hint = didYouMean(value, values);
      return `"${value}" is none of ${values.join(', ')}${hint === undefined ? '' : `; ${hint}`}`;
    }
    case 'int':
      return intProblem(spec, value);
    case 'date':
      return isDate(value) ? null : `"${value}" is no date; expected for example 2026-11-22`;
  }
}

function intProblem({ min, max }: InputSpec, value: string): string | null {
  if (!/^-?(?:0|[1-9]\d{0,14})$/.test(value) || value === '-0') {
    return `"${value}" is no whole number; expected for example 42`;
  }
  if (min !== undefined && Number(value) < min) return `${value} is below ${min}`;
  if (max !== undefined && Number(value) > max) return `${value} is above ${max}`;
  return null;
}

function isDate(value: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
  if (match === null) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}
