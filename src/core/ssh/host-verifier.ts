/** Verifiers for the HostVerifier port. Files are read at every connect, so that a corrected line counts at once. */
import { readFileSync } from 'node:fs';
import { ok, type Result } from '@domain/kernel/result';
import type { HostVerifier } from '../ports';
import { connectFailure, textOf } from './failure';
import { judgeHostKey } from './judge-host-key';
import { type KnownHostProblem, type KnownHosts, knownKeyTypes, parseKnownHosts } from './known-hosts';

/** A verifier that also knows which key types to ask a host for first. */
export interface HostKeys {
  readonly verify: HostVerifier;
  knownTypes(host: { readonly host: string; readonly port: number }): readonly string[];
  /** Lines that could not be read, for a warning. */
  problems(): readonly KnownHostProblem[];
}

/** Decides by known_hosts files, most important first. A missing file is empty; an unreadable one refuses. */
export function knownHostKeys(files: readonly string[]): HostKeys {
  const entries = (): KnownHosts => {
    const read = readAll(files);
    return read.ok ? read.value : { entries: [], problems: [] };
  };
  return {
    verify: (host, key) => {
      const read = readAll(files);
      return read.ok ? judgeHostKey(read.value.entries, files, host, key) : read;
    },
    knownTypes: ({ host, port }) => knownKeyTypes(entries().entries, host, port),
    problems: () => entries().problems,
  };
}

/** The verifier alone, for callers that need only the port. */
export const hostVerifier = (files: readonly string[]): HostVerifier => knownHostKeys(files).verify;

/** Decides by known_hosts text held in memory, for example of a server this app started itself. */
export function knownHostKeysFromText(text: string, source: string): HostKeys {
  const known = parseKnownHosts(text, source);
  return {
    verify: (host, key) => judgeHostKey(known.entries, [source], host, key),
    knownTypes: ({ host, port }) => knownKeyTypes(known.entries, host, port),
    problems: () => known.problems,
  };
}

function readAll(files: readonly string[]): Result<KnownHosts> {
  const parts: KnownHosts[] = [];
  for (const file of files) {
    const text = readIfThere(file);
    if (!text.ok) return text;
    parts.push(parseKnownHosts(text.value, file));
  }
  return ok({
    entries: parts.flatMap((part) => part.entries),
    problems: parts.flatMap((part) => part.problems),
  });
}

function readIfThere(file: string): Result<string> {
  try {
    return ok(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ok('');
    return connectFailure(
      'known_hosts_unreadable',
      `${file} cannot be read (${textOf(error)}), and it may revoke the key. Make it readable or leave it out.`,
      { file },
    );
  }
}
