/** Acceptance rules of a step on one target: what is expected, and what was found once it was looked at. */
import { formatDuration } from '@domain/kernel/duration';
import type { Expectation, PlanStep } from '@domain/plan/plan';
import type { CheckResult } from '@domain/run/outcome';
import type { TargetState } from '@domain/run/state';

export type RuleState = 'due' | 'pass' | 'fail' | 'error';

export interface RuleRow {
  readonly rule: string;
  readonly expected: string;
  /** Null until it was looked at. */
  readonly found: string | null;
  readonly state: RuleState;
}

/** Results line up with the plan's rules by place; before there are any, the plan's own words stand. */
export function ruleRows(step: PlanStep, target: TargetState): readonly RuleRow[] {
  if (target.checks.length > 0) return target.checks.map(checked);
  return step.expect.map((rule) => ({
    rule: rule.rule,
    expected: expectedText(rule),
    found: null,
    state: 'due',
  }));
}

const checked = (check: CheckResult): RuleRow => ({
  rule: check.rule,
  expected: check.expected,
  found: check.found,
  state: check.result,
});

/** The rule in the notation of the runbook; the same in every language. */
export function expectedText(rule: Expectation): string {
  switch (rule.rule) {
    case 'exit':
      return `exit ${rule.equals}`;
    case 'status':
      return `status ${rule.equals}`;
    case 'output':
      return [bound('contains', rule.contains), bound('matches', rule.matches)].join('').trim();
    case 'json':
      return `${rule.file ?? 'output'} ${rule.path}${bound('=', rule.equals)}${bound('>=', rule.min)}${bound('<=', rule.max)}`;
    case 'file':
      return `${rule.path}${bound('>=', rule.min_bytes, ' B')}${bound('sha256', rule.sha256)}`;
    case 'http':
      return `GET ${rule.url} ${rule.status}${bound('contains', rule.contains)} <= ${formatDuration(rule.within_ms)}`;
  }
}

const bound = (word: string, value: string | number | undefined, unit = ''): string =>
  value === undefined ? '' : ` ${word} ${value}${unit}`;
