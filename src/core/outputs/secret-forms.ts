/** The forms in which a secret can turn up in output. */

/** A shorter secret would mask ordinary text everywhere; it is refused before a run begins. */
export const SHORTEST_SECRET = 6;

/** Raw, hex, percent, JSON-escaped, single-quoted for a shell, and base64 at its three alignments. */
export function secretForms(secret: string): readonly Buffer[] {
  const raw = Buffer.from(secret, 'utf8');
  const json = JSON.stringify(secret).slice(1, -1);
  const texts = [
    raw.toString('hex'),
    raw.toString('hex').toUpperCase(),
    encodeURIComponent(secret),
    json,
    secret.replaceAll("'", "'\\''"),
    ...[0, 1, 2].flatMap((shift) => base64Forms(raw, shift)),
  ];
  const forms = [raw, ...texts.map((text) => Buffer.from(text, 'utf8'))];
  const unique = new Map(forms.map((form) => [form.toString('latin1'), form]));
  return [...unique.values()].filter((form) => form.length >= SHORTEST_SECRET);
}

/** Inside a longer base64 text only the characters that depend on the secret alone are known. */
function base64Forms(raw: Buffer, shift: number): readonly string[] {
  const padded = Buffer.concat([Buffer.alloc(shift), raw]);
  const text = padded.toString('base64');
  const first = Math.ceil((shift * 8) / 6);
  const known = Math.floor((padded.length * 8) / 6);
  const inner = text.slice(first, known);
  return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
}
