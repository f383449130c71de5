/** The few SFTP calls an upload needs, as results, and never waiting for a connection that is gone. */
import { fail, ok, type Result } from '@domain/kernel/result';
import type { Client, SFTPWrapper, Stats } from 'ssh2';
import { textOf } from './failure';
import type { ConnectionLife } from './life';

/** `status` is an SFTP status code (draft-ietf-secsh-filexfer-02, 7), null when the server did not answer. */
export interface SftpError {
  readonly status: number | null;
  readonly message: string;
}
export type SftpResult<T> = Result<T, SftpError>;

export interface Sftp {
  create(path: string, mode: number): Promise<SftpResult<Buffer>>;
  write(handle: Buffer, bytes: Buffer, at: number): Promise<SftpResult<void>>;
  close(handle: Buffer): Promise<SftpResult<void>>;
  /** Atomic and replacing, by posix-rename@openssh.com; null when the server does not have it. */
  readonly renameOver: ((from: string, to: string) => Promise<SftpResult<void>>) | null;
  /** Plain rename: fails when `to` exists, on servers that keep to the letter. */
  renameNew(from: string, to: string): Promise<SftpResult<void>>;
  remove(path: string): Promise<SftpResult<void>>;
  isFolder(path: string): Promise<boolean>;
  isFile(path: string): Promise<boolean>;
  /** Bytes an ordinary user may still write, null when the server cannot say. */
  freeBytes(folder: string): Promise<number | null>;
  end(): void;
}

type Callback<T> = (error: Error | null | undefined, value: T) => void;

/** OpenSSH sends the posix-rename extension; ssh2 keeps the list to itself. */
const hasPosixRename = (wrapper: SFTPWrapper): boolean =>
  (wrapper as unknown as { _extensions?: Record<string, unknown> })._extensions?.[
    'posix-rename@openssh.com'
  ] !== undefined;

/** Stops waiting when aborted; a session that opens after that is ended at once. */
export function openSftp(client: Client, life: ConnectionLife, signal: AbortSignal): Promise<Result<Sftp>> {
  const unavailable = (why: string) =>
    life.closed
      ? fail('lost', `The connection went away: ${life.reason ?? why}.`)
      : fail(
          'sftp_unavailable',
          `The target offers no SFTP (${why}). Enable "Subsystem sftp" in sshd_config.`,
        );
  return new Promise((resolve) => {
    const onAbort = () => resolve(fail('aborted', 'The upload was stopped before it began.'));
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      client.sftp((error, wrapper) => {
        signal.removeEventListener('abort', onAbort);
        if (error) return resolve(unavailable(error.message));
        wrapper.on('error', () => undefined); // each call reports its own error
        if (signal.aborted) wrapper.end();
        resolve(ok(sftpOf(wrapper, life)));
      });
    } catch (error) {
      resolve(fail('lost', `The connection is gone: ${life.reason ?? textOf(error)}.`));
    }
  });
}

function sftpOf(wrapper: SFTPWrapper, life: ConnectionLife): Sftp {
  const ended = new Promise<void>((resolve) => wrapper.on('close', () => resolve()));
  const gone: Promise<SftpResult<never>> = Promise.race([life.gone, ended]).then(() => ({
    ok: false,
    error: { status: null, message: life.reason ?? 'the SFTP session ended' },
  }));
  const call = <T>(start: (callback: Callback<T>) => void): Promise<SftpResult<T>> =>
    Promise.race([gone, new Promise<SftpResult<T>>((resolve) => start((e, v) => resolve(answer(e, v))))]);
  const kindOf = async (path: string) => {
    const found = await call<Pick<Stats, 'isDirectory' | 'isFile'>>((cb) => wrapper.stat(path, cb as never));
    return found.ok ? found.value : null;
  };
  return {
    create: (path, mode) => call((cb) => wrapper.open(path, 'wx', { mode }, cb as Callback<Buffer>)),
    write: (handle, bytes, at) =>
      call((cb) => wrapper.write(handle, bytes, 0, bytes.length, at, cb as never)),
    close: (handle) => call((cb) => wrapper.close(handle, cb as never)),
    renameOver: hasPosixRename(wrapper)
      ? (from, to) => call((cb) => wrapper.ext_openssh_rename(from, to, cb as never))
      : null,
    renameNew: (from, to) => call((cb) => wrapper.rename(from, to, cb as never)),
    remove: (path) => call((cb) => wrapper.unlink(path, cb as never)),
    isFolder: async (path) => (await kindOf(path))?.isDirectory() === true,
    isFile: async (path) => (await kindOf(path))?.isFile() === true,
    freeBytes: async (folder) => {
      const found = await call<unknown>((cb) => statvfs(wrapper, folder, cb));
      return found.ok ? bytesFree(found.value) : null;
    },
    end: () => wrapper.end(),
  };
}

function answer<T>(error: (Error & { code?: unknown }) | null | undefined, value: T): SftpResult<T> {
  if (!error) return ok(value);
  return {
    ok: false,
    error: { status: typeof error.code === 'number' ? error.code : null, message: error.message },
  };
}

/** ssh2 throws when the server has no statvfs@openssh.com. */
function statvfs(wrapper: SFTPWrapper, folder: string, callback: Callback<unknown>): void {
  try {
    wrapper.ext_openssh_statvfs(folder, callback as never);
  } catch (error) {
    callback(error instanceof Error ? error : new Error(textOf(error)), null);
  }
}

function bytesFree(stats: unknown): number | null {
  const { f_bavail: blocks, f_frsize: size } = stats as { f_bavail?: unknown; f_frsize?: unknown };
  const total = Number(blocks) * Number(size);
  return Number.isFinite(total) ? total : null;
}
