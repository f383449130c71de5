/** Tells a process from another one that got its number later: pid, start time and boot. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessIdentity {
  readonly pid: number;
  /** When the process started, in the system's own words; null where the system does not say. */
  readonly started: string | null;
  /** Changes with every boot; null where the system does not say. */
  readonly boot: string | null;
  /** Digest of the host name: enough to know "another machine". */
  readonly host: string;
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // No /proc (macOS, Windows) or no such process: the caller then goes by the heartbeat.
    return null;
  }
}

/** Field 22 of /proc/PID/stat (proc(5)), counted after the last `)`: a program's name may hold blanks and brackets. */
function startTime(pid: number): string | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

export const hostDigest = (): string => createHash('sha256').update(hostname()).digest('hex');

export function thisProcess(): ProcessIdentity {
  const boot = readOrNull('/proc/sys/kernel/random/boot_id')?.trim() ?? null;
  return { pid: process.pid, started: startTime(process.pid), boot, host: hostDigest() };
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another account.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a process of this machine and boot still runs; a recycled number is not it. */
export function isAlive(other: ProcessIdentity): boolean {
  if (!exists(other.pid)) return false;
  return other.started === null || startTime(other.pid) === other.started;
}
