import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MetricSpec } from '@domain/plan/plan';
import { addRound, emptyStage, endStage, judgeStage, verdictOf } from '@domain/verdict/judge';
import type { Round } from '@domain/verdict/types';
import { describe, expect, it } from 'vitest';
import { round, sample, spec } from './build';

const DOC = fileURLToPath(new URL('../../../docs/verdicts.md', import.meta.url));
const EVERY_MS = 1000;

interface Row {
  readonly name: string;
  readonly specs: readonly MetricSpec[];
  readonly rounds: readonly Round[];
  readonly holdMs: number;
  readonly outcome: string;
  readonly rule: string;
  readonly observedMs: number;
}

function rows(): readonly Row[] {
  const text = readFileSync(DOC, 'utf8');
  const table = text.slice(text.indexOf('## Truth table')).split('\n');
  return table
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map(rowOf);
}

function rowOf(line: string): Row {
  const cells = line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
  const [name, rule, samples, hold, outcome, by, observed] = cells as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const specs = rule === '' ? [] : rule.split(';').map(specOf);
  return {
    name,
    specs,
    rounds: roundsOf(specs, samples.split(';')),
    holdMs: Number(hold) * 1000,
    outcome,
    rule: by,
    observedMs: Number(observed) * 1000,
  };
}

function specOf(text: string, index: number): MetricSpec {
  const words = text.trim().split(/\s+/);
  const after = (word: string) => (words.includes(word) ? words[words.indexOf(word) + 1] : undefined);
  const [above, below] = [after('>'), after('<')];
  return spec({
    id: `m${index}`,
    min_samples: Number(after('min')),
    no_data: words.includes('empty=fail') ? 'fail' : 'inconclusive',
    shadow: words.includes('shadow'),
    fail: {
      for_ms: Number(after('for')) * 1000,
      ...(above === undefined ? {} : { above }),
      ...(below === undefined ? {} : { below }),
    },
  });
}

function roundsOf(specs: readonly MetricSpec[], cells: readonly string[]): readonly Round[] {
  const grid = cells.map((cell) =>
    cell
      .trim()
      .split(/\s+/)
      .filter((word) => word !== ''),
  );
  const found: Round[] = [];
  let atMs = 0;
  for (let column = 0; column < (grid[0]?.length ?? 0); column += 1) {
    const words = specs.map((_, metric) => grid[metric]?.[column] ?? '~');
    atMs += words[0] === 'z' ? 60_000 : EVERY_MS;
    if (words[0] === 'z') continue;
    const values = words.flatMap((word, metric) => (word === '~' ? [] : [sample(`m${metric}`, word)]));
    found.push(round(atMs, values));
  }
  return found;
}

describe('the truth table of docs/verdicts.md', () => {
  const all = rows();

  it('is there', () => {
    expect(all.length).toBeGreaterThan(50);
    expect(new Set(all.map((row) => row.name)).size).toBe(all.length);
  });

  it.each(all)('$name', (row) => {
    const verdict = endStage(judgeStage(row.specs, row.rounds, EVERY_MS), row.holdMs);
    const rule = verdict.metrics.find((metric) => metric.metric === (verdict.decided_by ?? 'm0'))?.rule;
    const early = verdict.decided_by === null && verdict.outcome === 'inconclusive';
    expect({ outcome: verdict.outcome, rule: early ? '' : rule, observedMs: verdict.observed_ms }).toEqual({
      outcome: row.outcome,
      rule: row.rule,
      observedMs: row.observedMs,
    });
  });

  it.each(all)('is the same round by round: $name', (row) => {
    const fold = row.rounds.reduce(addRound, emptyStage(row.specs, EVERY_MS));
    expect(verdictOf(fold)).toEqual(judgeStage(row.specs, row.rounds, EVERY_MS));
  });
});
