import type { Result } from '../kernel/result';
import { isError, type Problem, sortProblems } from './problem';
import { type Runbook, runbookSchema } from './schema';
import { type ParsedYaml, parseYaml, problemAt } from './source';
import { structure } from './structure';
import { show, validate } from './validate';

/** A runbook that fits the format, with the places of its values. */
export interface LoadedRunbook {
  readonly runbook: Runbook;
  readonly source: ParsedYaml;
}

/** Text of a runbook file to a runbook, or everything that is wrong with it. For files from outside see core/workspace. */
export function loadRunbook(text: string, file: string): Result<LoadedRunbook, Problem[]> {
  const parsed = parseYaml(text, file);
  return parsed.ok ? readRunbook(parsed.value) : parsed;
}

/** The second half of `loadRunbook`, for a file that a worker has parsed. */
export function readRunbook(parsed: ParsedYaml): Result<LoadedRunbook, Problem[]> {
  const version = versionProblem(parsed);
  if (version !== null) return { ok: false, error: [version] };
  const shape = validate(parsed, runbookSchema);
  const problems = [...(shape.ok ? [] : shape.error), ...structure(parsed)];
  if (!shape.ok || problems.some(isError)) return { ok: false, error: sortProblems(problems) };
  return { ok: true, value: { runbook: shape.value, source: parsed } };
}

/** True when a file says it is a runbook, of whatever version. */
export const saysRunbook = (parsed: ParsedYaml): boolean => versionOf(parsed) !== undefined;

function versionOf(parsed: ParsedYaml) {
  const root = parsed.value;
  if (root === null || typeof root !== 'object' || Array.isArray(root)) return undefined;
  return (root as Readonly<Record<string, unknown>>).holdpoint;
}

function versionProblem(parsed: ParsedYaml): Problem | null {
  const version = versionOf(parsed);
  if (version === 1) return null;
  const found = version === undefined ? 'nothing' : show(version as never);
  return problemAt(parsed, version === undefined ? [] : ['holdpoint'], {
    code: 'version',
    message: `expected "holdpoint: 1", found ${found}; this version reads format 1 only`,
    suggestion: version === undefined ? 'start the file with the line "holdpoint: 1"' : undefined,
  });
}
