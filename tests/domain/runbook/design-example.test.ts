import { readFileSync } from 'node:fs';
import { checkRunbook } from '@domain/runbook/check';
import { loadRunbook } from '@domain/runbook/load';
import { describe, expect, it } from 'vitest';

const text = readFileSync(new URL('../../fixtures/runbooks/design-example.yaml', import.meta.url), 'utf8');

describe('the example of the design', () => {
  it('loads', () => {
    const loaded = loadRunbook(text, 'orders.yaml');
    expect(loaded).toMatchObject({ ok: true, value: { runbook: { id: 'orders-release' } } });
  });

  it('is told where it asks for what this version does not do', () => {
    const loaded = loadRunbook(text, 'orders.yaml');
    if (!loaded.ok) throw new Error('it does not load');
    const problems = checkRunbook(loaded.value).filter((p) => p.code === 'not_available');
    expect(problems.map((p) => `${p.line}:${p.column} ${p.message.split(' is ')[0]}`)).toEqual([
      '10:1 "policy"',
      '18:9 "keep"',
      '24:35 "signoffs"',
      '31:67 "shrink_at_most"',
      '36:108 a digest from a file',
      '50:73 "or_until"',
      '59:5 "worse_than_baseline"',
      '61:41 the trigger "severity"',
    ]);
  });
});
