import { describe, expect, it } from 'vitest';
import { fixture, invalidNames, problemsOf } from './fixtures';

describe('a bad runbook', () => {
  it.each(invalidNames())('%s is explained', async (name) => {
    const text = fixture(`runbooks-invalid/${name}.yaml`);
    const problems = problemsOf(text, `${name}.yaml`);
    expect(problems.length).toBeGreaterThan(0);
    for (const { line, excerpt } of problems)
      expect((text.split('\n')[line - 1] ?? '').slice(0, 200)).toBe(excerpt);
    const said = problems.map(({ file, excerpt, ...rest }) => rest);
    await expect(`${JSON.stringify(said, null, 2)}\n`).toMatchFileSnapshot(
      `../../fixtures/runbooks-invalid/${name}.problems.json`,
    );
  });

  it.each(['small', 'full'])('is not %s', (name) => {
    expect(problemsOf(fixture(`runbooks/${name}.yaml`), `${name}.yaml`)).toEqual([]);
  });
});
