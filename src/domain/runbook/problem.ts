/** What is wrong in a file that came from outside, with the place a person must look at. */
export type ProblemCode =
  | 'too_large'
  | 'too_deep'
  | 'encoding'
  | 'not_found'
  | 'unreadable'
  | 'yaml'
  | 'duplicate_key'
  | 'alias'
  | 'bad_key'
  | 'timeout'
  | 'version'
  | 'unknown_key'
  | 'missing_key'
  | 'bad_value'
  | 'not_available'
  | 'action'
  | 'rule'
  | 'duplicate_id'
  | 'phase_order'
  | 'no_acceptance'
  | 'no_way_back'
  | 'unknown_name'
  | 'unknown_target'
  | 'unknown_metric'
  | 'unknown_board'
  | 'template'
  | 'secret_in_template'
  | 'unquoted'
  | 'pattern'
  | 'series'
  | 'rollout'
  | 'metric'
  | 'input'
  | 'target'
  | 'environment'
  | 'no_value';

export type Severity = 'error' | 'warning';

export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units, as editors count. */
  readonly column: number;
  /** The line as it stands in the file, cut at 200 characters. */
  readonly excerpt: string;
  /** What was found and what was expected. */
  readonly message: string;
  readonly suggestion?: string;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

export const isError = (problem: Problem): boolean => problem.severity === 'error';

/** In the order of the file, errors before warnings on the same place. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const rank = (p: Problem) => (p.severity === 'error' ? 0 : 1);
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column || rank(a) - rank(b));
}

/** One line for a terminal: `release.yaml:12:5: error: message (suggestion)`. */
export function problemLine(problem: Problem): string {
  const hint = problem.suggestion === undefined ? '' : ` (${problem.suggestion})`;
  return `${problem.file}:${problem.line}:${problem.column}: ${problem.severity}: ${problem.message}${hint}`;
}
