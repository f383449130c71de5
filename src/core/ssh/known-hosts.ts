/** The known_hosts format (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT): parsing and matching, no files read here. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { hostKeyOf } from './host-key';

export interface KnownHost {
  readonly marker: 'none' | 'revoked' | 'cert-authority';
  /** The host field as written: patterns with commas, or one `|1|salt|mac`. */
  readonly hosts: string;
  readonly keyType: string;
  readonly blob: Uint8Array;
  readonly file: string;
  readonly line: number;
}

export interface KnownHostProblem {
  readonly file: string;
  readonly line: number;
  readonly why: string;
}

export interface KnownHosts {
  readonly entries: readonly KnownHost[];
  readonly problems: readonly KnownHostProblem[];
}

const MARKERS = { '@revoked': 'revoked', '@cert-authority': 'cert-authority' } as const;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Parses one file's text. A line that cannot be read is a problem with its number, never silently skipped. */
export function parseKnownHosts(text: string, file: string): KnownHosts {
  const entries: KnownHost[] = [];
  const problems: KnownHostProblem[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const words = raw.trim().split(/[ \t]+/);
    if (words[0] === undefined || words[0] === '' || words[0].startsWith('#')) continue;
    const parsed = parseLine(words);
    if (typeof parsed === 'string') problems.push({ file, line: index + 1, why: parsed });
    else entries.push({ ...parsed, file, line: index + 1 });
  }
  return { entries, problems };
}

function parseLine(words: readonly string[]): Omit<KnownHost, 'file' | 'line'> | string {
  const first = words[0] ?? '';
  if (first.startsWith('@') && !(first in MARKERS)) return `unknown marker ${first}`;
  const marker = first in MARKERS ? MARKERS[first as keyof typeof MARKERS] : 'none';
  const [hosts, keyType, key] = marker === 'none' ? words : words.slice(1);
  if (hosts === undefined || keyType === undefined || key === undefined)
    return 'expected: hosts, key type and key';
  if (!BASE64.test(key)) return 'the key is not base64';
  const blob = new Uint8Array(Buffer.from(key, 'base64'));
  if (hostKeyOf(blob).type !== keyType) return `the key is no ${keyType} key (damaged, or a version 1 line)`;
  return { marker, hosts, keyType, blob };
}

/** The name a host goes by in known_hosts: `host` on port 22, else `[host]:port`; always lower case. */
export const knownHostName = (host: string, port: number): string =>
  port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;

/** True when the host field covers `name` (see knownHostName). One matching `!pattern` rules the whole line out. */
export function coversHost(hosts: string, name: string): boolean {
  if (hosts.startsWith('|')) return hashedMatch(hosts, name);
  let covered = false;
  for (const pattern of hosts.toLowerCase().split(',')) {
    if (pattern.startsWith('!') && globMatch(pattern.slice(1), name)) return false;
    if (!pattern.startsWith('!') && globMatch(pattern, name)) covered = true;
  }
  return covered;
}

/** `|1|base64(salt)|base64(HMAC-SHA1(salt, name))`, as `ssh-keygen -H` writes it. */
function hashedMatch(hosts: string, name: string): boolean {
  const [, version, salt, mac] = hosts.split('|');
  if (version !== '1' || salt === undefined || mac === undefined) return false;
  const expected = Buffer.from(mac, 'base64');
  const found = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return expected.length === found.length && timingSafeEqual(expected, found);
}

/** `*` and `?` only. Backs up to the last star instead of recursing, so that no pattern can take long. */
function globMatch(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}

/** Key types recorded for a host, in file order: offered first, so that a known host does not look unknown. */
export function knownKeyTypes(entries: readonly KnownHost[], host: string, port: number): readonly string[] {
  const name = knownHostName(host, port);
  const types = entries
    .filter((entry) => entry.marker === 'none' && coversHost(entry.hosts, name))
    .map((entry) => entry.keyType);
  return [...new Set(types)];
}
