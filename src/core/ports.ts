/** What core's engine needs from the world. Adapters implement these; tests bring small behaving doubles. */
import type { Duplex } from 'node:stream';
import type { Result } from '@domain/kernel/result';
import type { Exported, MetricSpec, Named, PlannedTarget } from '@domain/plan/plan';
import type { Outcome, OutputDigest } from '@domain/run/outcome';
import type { SampleValue } from '@domain/verdict/types';

export interface Clock {
  /** Wall clock as `YYYY-MM-DDTHH:MM:SS.mmmZ`. */
  now(): string;
  /** Milliseconds that never jump; only differences mean something. */
  monotonic(): number;
  /** Resolves after `ms`, or at once when aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface Ids {
  /** A UUIDv7. */
  uuid(): string;
}

/** One ledger entry as stored (TRUST F2): `line` with its LF, `payload` the canonical bytes (F1). */
export interface LedgerEntry {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly line: string;
  readonly payload: Uint8Array;
}

export interface LedgerHead {
  readonly origin: string;
  readonly size: number;
  readonly head: string;
}

export interface LedgerDraft {
  readonly kind: string;
  /** Must satisfy TRUST F1 or append throws: a bug, not an input error. */
  readonly payload: unknown;
}

export interface Ledger {
  /** Durable when it returns (one transaction, synchronous FULL). Throws LedgerError (full, read_only, io). */
  append(drafts: readonly LedgerDraft[]): readonly LedgerEntry[];
  /** Entries in order, from `fromSeq` (1-based, inclusive). */
  read(fromSeq?: number): Iterable<LedgerEntry>;
  /** Entries of one run in order. */
  readRun(runId: string, fromSeq?: number): Iterable<LedgerEntry>;
  runIds(): readonly string[];
  head(): LedgerHead;
}

/** A host key as seen on the wire. `sha256` as ssh-keygen -l prints it: `SHA256:...`. */
export interface HostKey {
  readonly type: string;
  readonly sha256: string;
  readonly blob: Uint8Array;
}

/** Decides on a host key before any credential is sent. There is no default on purpose. */
export type HostVerifier = (
  host: { readonly host: string; readonly port: number },
  key: HostKey,
) => Result<{ readonly known: string }>;

export interface ExecRequest {
  /** The whole command line for the login shell, a constant of ours such as `exec /bin/sh -s`. */
  readonly command: string;
  readonly stdin: string | Uint8Array;
  readonly onStdout: (chunk: Uint8Array) => void;
  readonly onStderr: (chunk: Uint8Array) => void;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** One verified, logged-in connection to a target. Shaped so that OpenSSH, jump hosts and durable jobs fit behind it. */
export interface Connection {
  readonly hostKey: HostKey;
  exec(request: ExecRequest): Promise<Outcome>;
  /** SFTP upload; resolves with what was sent. The digest on the target is checked by the caller through exec. */
  upload(
    localPath: string,
    remotePath: string,
    signal: AbortSignal,
  ): Promise<Result<{ bytes: number; sha256: string }>>;
  /** A TCP stream to an address as seen from the target. */
  forward(host: string, port: number): Promise<Result<Duplex>>;
  readonly closed: boolean;
  close(): Promise<void>;
}

export interface Transport {
  /** Never rejects for what can happen (unreachable, host key, login): that is a Failure with a code. */
  connect(target: PlannedTarget, signal: AbortSignal): Promise<Result<Connection>>;
}

/** Keeps one connection per target. */
export interface Connections {
  get(target: PlannedTarget, signal: AbortSignal): Promise<Result<Connection>>;
  closeAll(): Promise<void>;
}

/** Bytes of a step on disk: masked, hashed as they come, bounded memory. */
export interface OutputSink {
  write(chunk: Uint8Array): void;
  /** Flushes to disk and says what is there. */
  end(): Promise<OutputDigest>;
}

export interface OutputKey {
  readonly runId: string;
  readonly step: string;
  readonly target: string | null;
  readonly attempt: number;
}

export interface OutputStore {
  open(key: OutputKey, secrets: readonly string[]): OutputSink;
  /** Path of the stored bytes, null when there are none. */
  path(key: OutputKey): string | null;
}

export interface ScriptRequest {
  readonly script: string;
  readonly exports: readonly Exported[];
  /** Values that must not be seen in any output or argument list; exported too. */
  readonly secrets: readonly Exported[];
  readonly timeoutMs: number;
  readonly onOutput: (chunk: Uint8Array) => void;
  readonly signal: AbortSignal;
}

export interface ScriptResult {
  readonly outcome: Outcome;
  /** `name=value` lines the script wrote to $HOLDPOINT_OUTPUT. */
  readonly values: readonly Named[];
  /** What was wrong with those lines (unreadable, no valid name, too many); shown, never dropped. */
  readonly problems: readonly string[];
}

/** Takes one round of samples. Never rejects: a failed query is a sample with `error`. */
export interface MetricSampler {
  sample(metrics: readonly MetricSpec[], signal: AbortSignal): Promise<readonly SampleValue[]>;
}
