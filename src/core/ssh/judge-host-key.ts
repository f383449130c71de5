/** The decision on a host key, in the order OpenSSH takes it: revoked, known, changed, then unknown. */
import { ok, type Result } from '@domain/kernel/result';
import type { HostKey } from '../ports';
import { connectFailure } from './failure';
import { fingerprint } from './host-key';
import { coversHost, type KnownHost, knownHostName } from './known-hosts';

interface Host {
  readonly host: string;
  readonly port: number;
}

/**
 * `lookedIn` names the files for the message. A key is known only by an entry of the same type and bytes; an
 * entry of the same type with other bytes means it changed.
 */
export function judgeHostKey(
  entries: readonly KnownHost[],
  lookedIn: readonly string[],
  host: Host,
  key: HostKey,
): Result<{ readonly known: string }> {
  const name = knownHostName(host.host, host.port);
  const mine = entries.filter((entry) => coversHost(entry.hosts, name));
  const same = (entry: KnownHost) => Buffer.compare(entry.blob, key.blob) === 0;

  const revoked = mine.find((entry) => entry.marker === 'revoked' && same(entry));
  if (revoked !== undefined) return isRevoked(name, key, revoked);
  const plain = mine.filter((entry) => entry.marker === 'none');
  const known = plain.find(same);
  if (known !== undefined) return ok({ known: `${known.file}:${known.line}` });
  const other = plain.find((entry) => entry.keyType === key.type);
  if (other !== undefined) return isChanged(name, key, other);
  const authority = mine.find((entry) => entry.marker === 'cert-authority');
  if (plain.length === 0 && authority !== undefined) return needsCertificate(name, key, authority);
  return isUnknown(name, key, lookedIn, plain);
}

const where = (entry: KnownHost) => ({ file: entry.file, line: entry.line });

function isRevoked(name: string, key: HostKey, entry: KnownHost) {
  return connectFailure(
    'host_key_revoked',
    `The ${key.type} key ${key.sha256} of ${name} is marked @revoked in ${entry.file} line ${entry.line}. ` +
      'Do not connect: whoever holds this key may not be the target. Ask who revoked it.',
    { host: name, fingerprint: key.sha256, ...where(entry) },
  );
}

function isChanged(name: string, key: HostKey, entry: KnownHost) {
  const expected = fingerprint(entry.blob);
  return connectFailure(
    'host_key_changed',
    `The ${key.type} key of ${name} changed: found ${key.sha256}, expected ${expected} ` +
      `(${entry.file} line ${entry.line}). Another machine may be answering. Compare with the console of the ` +
      'target; only when the change is explained, replace that line.',
    { host: name, fingerprint: key.sha256, expected, ...where(entry) },
  );
}

function needsCertificate(name: string, key: HostKey, entry: KnownHost) {
  return connectFailure(
    'host_key_needs_certificate',
    `${name} is known only by a certificate authority (${entry.file} line ${entry.line}). The ssh2 transport ` +
      `cannot check host certificates: use the OpenSSH transport, or add the host's own key ${key.sha256}.`,
    { host: name, fingerprint: key.sha256, ...where(entry) },
  );
}

function isUnknown(name: string, key: HostKey, lookedIn: readonly string[], plain: readonly KnownHost[]) {
  const files = lookedIn.length === 0 ? 'no known_hosts file was given' : `looked in ${lookedIn.join(', ')}`;
  const types = plain.map((entry) => `${entry.keyType} (${entry.file} line ${entry.line})`).join(', ');
  const others = types === '' ? '' : ` The host is known there by other types: ${types}.`;
  return connectFailure(
    'host_key_unknown',
    `The ${key.type} key ${key.sha256} of ${name} is not known (${files}).${others} Compare the fingerprint ` +
      `with one from a trusted source (ssh-keygen -lf on the target), then add the key to a known_hosts file.`,
    { host: name, fingerprint: key.sha256, key_type: key.type, looked_in: lookedIn.join('\n') },
  );
}
