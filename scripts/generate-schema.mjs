// Writes what is published of the runbook format: the JSON Schema and the reference page. A test keeps them fresh.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const { module } = await runnerImport(`${root}src/domain/runbook/publish.ts`, {
  root,
  configFile: false,
  logLevel: 'warn',
});

mkdirSync(`${root}resources/schema`, { recursive: true });
mkdirSync(`${root}docs`, { recursive: true });
const schema = `${JSON.stringify(module.runbookJsonSchema(), null, 2)}\n`;
writeFileSync(`${root}resources/schema/runbook-1.schema.json`, schema);
writeFileSync(`${root}docs/runbook-reference.md`, module.runbookReference());
process.stdout.write('resources/schema/runbook-1.schema.json\ndocs/runbook-reference.md\n');
