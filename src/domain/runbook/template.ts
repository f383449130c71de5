/** `${name}` in fields that are not shell: paths, addresses, JSON, texts to compare with. */
import { fail, ok, type Result } from '../kernel/result';
import type { Named } from '../plan/plan';

const NAME = /^\$\{([A-Za-z_][A-Za-z0-9_]{0,63})\}/;

interface Part {
  readonly kind: 'text' | 'name' | 'broken';
  readonly text: string;
}

function parts(template: string): Part[] {
  const found: Part[] = [];
  let rest = template;
  while (rest !== '') {
    const dollar = rest.indexOf('${');
    if (dollar === -1) return [...found, { kind: 'text', text: rest }];
    if (dollar > 0) found.push({ kind: 'text', text: rest.slice(0, dollar) });
    rest = rest.slice(dollar);
    const name = NAME.exec(rest);
    found.push(name === null ? { kind: 'broken', text: rest } : { kind: 'name', text: name[1] as string });
    if (name === null) return found;
    rest = rest.slice(name[0].length);
  }
  return found;
}

/** The names a template reads, each once. */
export const templateNames = (template: string): string[] => [
  ...new Set(
    parts(template)
      .filter((p) => p.kind === 'name')
      .map((p) => p.text),
  ),
];

/** Names written as `$name`, which a template does not replace. */
export const dollarNames = (template: string): string[] =>
  [...template.matchAll(/\$([a-z_][a-z0-9_]*)/g)].map((match) => match[1] as string);

/** The text from a `${` on that is no `${name}`; null when there is none. */
export const brokenTemplate = (template: string): string | null =>
  parts(template).find((part) => part.kind === 'broken')?.text ?? null;

/** A control character in a value could split a path, an address or a header. Shell exports allow line breaks. */
export const hasControl = (text: string): boolean => /[\p{Cc}]/u.test(text);

/**
 * Replaces every `${name}` by its value. Codes: `unknown_name` (data.names: what is missing, comma separated),
 * `template` (broken syntax), `bad_value` (a value holds a control character). Never gives "" for a missing name.
 */
export function fillTemplate(template: string, values: readonly Named[]): Result<string> {
  const byName = new Map(values.map((v) => [v.name, v.value]));
  const broken = brokenTemplate(template);
  if (broken !== null) return fail('template', `"${broken}" is no \${name}`);
  const missing = templateNames(template).filter((name) => !byName.has(name));
  if (missing.length > 0) {
    const names = missing.join(', ');
    return fail('unknown_name', `no value yet for ${names}`, { names });
  }
  const odd = templateNames(template).filter((name) => hasControl(byName.get(name) ?? ''));
  if (odd.length > 0) {
    const names = odd.join(', ');
    return fail('bad_value', `the value of ${names} holds a control character`, { names });
  }
  return ok(
    parts(template)
      .map((p) => (p.kind === 'name' ? byName.get(p.text) : p.text))
      .join(''),
  );
}
