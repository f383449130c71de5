/** What is published of the format, made from the schema: JSON Schema for editors, and the reference page. */
import { z } from 'zod';
import type { JsonObject, JsonValue } from '../kernel/json';
import { runbookSchema } from './schema';

const ID = 'urn:holdpoint:schema:runbook:1';

/** JSON Schema (draft 7) of a runbook file. `x-` keys are allowed everywhere, as the loader does. */
export function runbookJsonSchema(): JsonObject {
  const schema = z.toJSONSchema(runbookSchema, { target: 'draft-7', io: 'input' }) as JsonObject;
  return { $schema: schema.$schema, $id: ID, ...(withExtensions(schema) as JsonObject) };
}

function withExtensions(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withExtensions);
  if (value === null || typeof value !== 'object') return value;
  const result: Record<string, JsonValue> = {};
  for (const [key, item] of Object.entries(value)) result[key] = withExtensions(item as JsonValue);
  if (result.type !== 'object' || result.additionalProperties === undefined) return result;
  const names = result.propertyNames;
  if (names !== undefined) result.propertyNames = { anyOf: [names, { pattern: '^x-' }] };
  return { ...result, patternProperties: { '^x-': {} } };
}

/** The reference of the format as Markdown, one section a mapping. */
export function runbookReference(): string {
  const sections: string[] = [];
  const schema = runbookJsonSchema();
  section('runbook', schema, sections);
  for (const [name, part] of Object.entries(asObject(schema.definitions))) {
    nested(name, asObject(part), sections);
  }
  return `${INTRO}\n${sections.join('\n')}`;
}

const INTRO = `# Runbook file, version 1

Made from the schema by \`scripts/generate-schema.mjs\`; do not edit. The same as JSON Schema:
\`resources/schema/runbook-1.schema.json\`. Keys that start with \`x-\` are for extensions and allowed everywhere; any
other unknown key is an error.

Shell text runs byte for byte as it is written; values arrive as environment variables (\`"$version"\`). In all other
fields the app replaces \`\${version}\`. Values a step can read: inputs, the variables of its targets, what earlier steps
set, and \`HOLDPOINT_RUN_ID\`, \`HOLDPOINT_CORRELATION_ID\`, \`HOLDPOINT_RELEASE_CANDIDATE_ID\`, \`HOLDPOINT_STEP\`,
\`HOLDPOINT_MODE\`. A script hands on values by writing \`name=value\` lines to \`$HOLDPOINT_OUTPUT\`.
`;

const asObject = (value: JsonValue | undefined): JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {};
const asList = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);

function section(title: string, schema: JsonObject, out: string[]): void {
  const properties = Object.entries(asObject(schema.properties));
  const required = asList(schema.required);
  const rows = properties.map(([key, value]) => {
    const property = asObject(value);
    const must = required.includes(key) ? 'yes' : '';
    return `| \`${key}\` | ${cell(kindOf(property))} | ${must} | ${cell(String(property.description ?? ''))} |`;
  });
  const one = asList(schema.oneOf).flatMap((choice) => asList(asObject(choice).required).map(String));
  const choice = one.length === 0 ? '' : `\nExactly one of: ${one.map((key) => `\`${key}\``).join(', ')}.\n`;
  out.push(
    `## ${title}\n${choice}\n| key | value | needed | |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`,
  );
  for (const [key, value] of properties) nested(`${title}.${key}`, asObject(value), out);
}

/** Parts with a name of their own have their own section. */
const refOf = (schema: JsonObject): string | null => {
  const ref = schema.$ref ?? asObject(asList(schema.allOf)[0]).$ref;
  return typeof ref === 'string' ? (ref.split('/').at(-1) ?? null) : null;
};

function nested(title: string, schema: JsonObject, out: string[]): void {
  if (refOf(schema) !== null) return;
  if (schema.properties !== undefined) section(title, schema, out);
  else if (schema.items !== undefined) nested(`${title}[]`, asObject(schema.items), out);
  else if (schema.type === 'object') nested(`${title}.NAME`, asObject(schema.additionalProperties), out);
  for (const option of asList(schema.anyOf)) nested(title, asObject(option), out);
}

function kindOf(schema: JsonObject): string {
  const { anyOf, items, properties, type, additionalProperties } = schema;
  const ref = refOf(schema);
  if (ref !== null) return `[${ref}](#${ref})`;
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum !== undefined) return asList(schema.enum).join(', ');
  if (anyOf !== undefined) return [...new Set(asList(anyOf).map((s) => kindOf(asObject(s))))].join(' or ');
  if (items !== undefined) return `list of ${kindOf(asObject(items))}`;
  if (properties !== undefined) return 'mapping';
  if (type === 'object') return `names with ${kindOf(asObject(additionalProperties))}`;
  const names: Readonly<Record<string, string>> = {
    string: 'text',
    integer: 'whole number',
    boolean: 'true, false',
  };
  return type === undefined ? 'anything' : (names[String(type)] ?? String(type));
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
