/**
 * The part of ssh-keygen's ALLOWED SIGNERS file that we read and write (ssh-keygen(1)): literal principals,
 * `namespaces=`, `valid-after=`, `valid-before=` in UTC. What we can't honour is refused, never skipped.
 */
import { instantMs } from '../kernel/instant';
import { type Failure, fail, ok, type Result } from '../kernel/result';
import { sameBytes } from './hash';
import { type PublicKey, parsePublicKey, publicKeyLine } from './public-key';

export interface AllowedSigner {
  readonly principals: readonly string[];
  /** Patterns with `*`, `?` and a leading `!`; null allows every namespace. */
  readonly namespaces: readonly string[] | null;
  /** Instants in F2 form. */
  readonly validAfter: string | null;
  readonly validBefore: string | null;
  readonly key: PublicKey;
}

export type AllowedCode = 'allowed_signers' | 'cert_authority';
const refuse = (line: number, why: string, code: AllowedCode = 'allowed_signers') =>
  fail(code, `allowed_signers line ${line}: ${why}`, { line });

const STAMP = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(Z?)$/;

function instantOf(stamp: string): string | null {
  const m = STAMP.exec(stamp);
  // Without the Z ssh-keygen takes the reader's own time zone: the same file would mean two things.
  if (m === null || m[7] !== 'Z') return null;
  return `${m[1]}-${m[2]}-${m[3]}T${m[4] ?? '00'}:${m[5] ?? '00'}:${m[6] ?? '00'}.000Z`;
}

type Options = Pick<AllowedSigner, 'namespaces' | 'validAfter' | 'validBefore'>;
const OPTION = /^([a-z-]+)(?:="([^"]*)")?(?:,|$)/i;

function setOption(
  options: Options,
  name: string,
  value: string,
  line: number,
): Result<Options, Failure<AllowedCode>> {
  if (name === 'cert-authority')
    return refuse(line, 'certificates are not supported here; verify it with ssh-keygen', 'cert_authority');
  if (name === 'namespaces') return ok({ ...options, namespaces: value.split(',') });
  if (name !== 'valid-after' && name !== 'valid-before')
    return refuse(line, `the option ${name} is not known`);
  const at = instantOf(value);
  if (at === null) return refuse(line, `${name} must be YYYYMMDD[HHMM[SS]]Z, in UTC`);
  return ok(name === 'valid-after' ? { ...options, validAfter: at } : { ...options, validBefore: at });
}

function parseOptions(text: string, line: number): Result<Options, Failure<AllowedCode>> {
  let options: Options = { namespaces: null, validAfter: null, validBefore: null };
  for (let rest = text; rest !== ''; ) {
    const m = OPTION.exec(rest);
    if (m === null) return refuse(line, `can't read the options at "${rest.slice(0, 40)}"`);
    const next = setOption(options, (m[1] ?? '').toLowerCase(), m[2] ?? '', line);
    if (!next.ok) return next;
    options = next.value;
    rest = rest.slice(m[0].length);
  }
  return ok(options);
}

/** Splits at blanks, but not inside double quotes. */
const fields = (text: string): readonly string[] => text.match(/(?:"[^"]*"|[^\s"])+/g) ?? [];

function parseOne(text: string, line: number): Result<AllowedSigner, Failure<AllowedCode>> {
  const [principals = '', ...rest] = fields(text);
  const names = principals.replaceAll('"', '').split(',');
  if (names.some((name) => name === '' || /[*?!]/.test(name)))
    return refuse(line, 'patterns as principals are not supported; name the person');
  const direct = parsePublicKey(rest.join(' '));
  const options = direct.ok
    ? ok({ namespaces: null, validAfter: null, validBefore: null })
    : parseOptions(rest[0] ?? '', line);
  if (!options.ok) return options;
  const key = direct.ok ? direct : parsePublicKey(rest.slice(1).join(' '));
  return key.ok
    ? ok({ principals: names, ...options.value, key: key.value })
    : refuse(line, key.error.message);
}

export function parseAllowedSigners(text: string): Result<readonly AllowedSigner[], Failure<AllowedCode>> {
  const signers: AllowedSigner[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    const signer = parseOne(line.trim(), i + 1);
    if (!signer.ok) return signer;
    signers.push(signer.value);
  }
  return ok(signers);
}

const stamp = (instant: string): string => `${instant.slice(0, 19).replace(/[-:T]/g, '')}Z`;

export function allowedSignerLine(signer: AllowedSigner): string {
  const options = [
    signer.namespaces === null ? null : `namespaces="${signer.namespaces.join(',')}"`,
    signer.validAfter === null ? null : `valid-after="${stamp(signer.validAfter)}"`,
    signer.validBefore === null ? null : `valid-before="${stamp(signer.validBefore)}"`,
  ].filter((option) => option !== null);
  const key = publicKeyLine(signer.key.type, signer.key.blob, signer.key.comment);
  return [signer.principals.join(','), ...(options.length === 0 ? [] : [options.join(',')]), key].join(' ');
}

/** A pattern of OpenSSH: `*` any text, `?` one character. Linear: each star is tried once from the left. */
function matches(pattern: string, text: string): boolean {
  let [p, t, star, from] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') [star, from, p] = [p, t, p + 1];
    else if (pattern[p] === '?' || pattern[p] === text[t]) [p, t] = [p + 1, t + 1];
    else if (star !== -1) [p, from, t] = [star + 1, from + 1, from + 1];
    else return false;
  }
  return /^\**$/.test(pattern.slice(p));
}

function namespaceAllowed(patterns: readonly string[], namespace: string): boolean {
  if (patterns.some((p) => p.startsWith('!') && matches(p.slice(1), namespace))) return false;
  return patterns.some((p) => !p.startsWith('!') && matches(p, namespace));
}

export type SignerVerdict =
  | { readonly allowed: true; readonly principal: string }
  | { readonly allowed: false; readonly why: 'unknown_key' | 'namespace' | 'not_yet_valid' | 'expired' };

function judge(signer: AllowedSigner, namespace: string, atMs: number): SignerVerdict {
  if (signer.namespaces !== null && !namespaceAllowed(signer.namespaces, namespace))
    return { allowed: false, why: 'namespace' };
  if (signer.validAfter !== null && atMs < instantMs(signer.validAfter))
    return { allowed: false, why: 'not_yet_valid' };
  if (signer.validBefore !== null && atMs > instantMs(signer.validBefore))
    return { allowed: false, why: 'expired' };
  return { allowed: true, principal: signer.principals[0] ?? '' };
}

/** Whether this key may sign in this namespace at this instant, and as whom. */
export function mayItSign(
  signers: readonly AllowedSigner[],
  keyBlob: Uint8Array,
  namespace: string,
  at: string,
): SignerVerdict {
  const verdicts = signers
    .filter((s) => sameBytes(s.key.blob, keyBlob))
    .map((s) => judge(s, namespace, instantMs(at)));
  return verdicts.find((v) => v.allowed) ?? verdicts[0] ?? { allowed: false, why: 'unknown_key' };
}
