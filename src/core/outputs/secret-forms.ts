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
    ...percentForms(secret, raw),
    json,
    secret.replaceAll("'", "'\\''"),
    ...[0, 1, 2].flatMap((shift) => base64Forms(raw, shift)),
  ];
  const forms = [raw, ...texts.map((text) => Buffer.from(text, 'utf8'))];
  const unique = new Map(forms.map((form) => [form.toString('latin1'), form]));
  return [...unique.values()].filter((form) => form.length >= SHORTEST_SECRET);
}

/** As browsers write it, and with every letter that RFC 3986 does not leave alone; in both cases, and `+` for a blank. */
function percentForms(secret: string, raw: Buffer): readonly string[] {
  const strict = Array.from(raw, (byte) => {
    const letter = String.fromCharCode(byte);
    return /[A-Za-z0-9._~-]/.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
  const upper = [encodeURIComponent(secret), strict].flatMap((text) => [text, text.replaceAll('%20', '+')]);
  const lower = upper.map((text) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()));
  return [...upper, ...lower];
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
