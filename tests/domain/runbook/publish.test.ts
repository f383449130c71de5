import { readFileSync } from 'node:fs';
import { loadRunbook } from '@domain/runbook/load';
import { runbookJsonSchema, runbookReference } from '@domain/runbook/publish';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fixture, invalidNames, shapeNames } from './fixtures';

const published = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const again = 'run: node scripts/generate-schema.mjs';

describe('what is published of the format', () => {
  it('is the JSON Schema of the code', () => {
    const schema = `${JSON.stringify(runbookJsonSchema(), null, 2)}\n`;
    expect(published('resources/schema/runbook-1.schema.json'), again).toBe(schema);
  });

  it('is the reference of the code', () => {
    expect(published('docs/runbook-reference.md'), again).toBe(runbookReference());
  });

  it('describes every key', () => {
    expect(runbookReference()).not.toMatch(/^\| `[^|]*\|[^|]*\|[^|]*\|\s*\|$/m);
  });
});

describe('the JSON Schema', () => {
  const accepts = new Ajv({ strict: false, allErrors: true }).compile(runbookJsonSchema());

  it.each(['design-example', 'small', 'full'])('accepts the runbook %s', (name) => {
    expect(accepts(parse(fixture(`runbooks/${name}.yaml`))), JSON.stringify(accepts.errors)).toBe(true);
  });

  it.each(shapeNames())('refuses %s, as the loader does', (name) => {
    const text = fixture(`runbooks-invalid/${name}.yaml`);
    expect(loadRunbook(text, name).ok).toBe(false);
    expect(accepts(parse(text))).toBe(false);
  });

  it('has bad examples to refuse', () => expect(invalidNames().length).toBeGreaterThan(20));
});
