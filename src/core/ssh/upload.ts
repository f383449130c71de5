/** SFTP upload: written to `<path>.hp-<random>.part`, then renamed over the target, so nobody sees half a file. */
import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { fail, ok, type Result } from '@domain/kernel/result';
import type { Client } from 'ssh2';
import type { UploadFailureCode } from './failure';
import { textOf } from './failure';
import type { ConnectionLife } from './life';
import { replaceFile } from './replace-file';
import { openSftp, type Sftp, type SftpError } from './sftp';
import { explainSftp } from './upload-failure';

export interface Uploaded {
  readonly bytes: number;
  readonly sha256: string;
}

// OpenSSH takes at most 255 KiB of data per write; 32 in flight fill 8 MiB, enough for 100 ms at 80 MB/s.
const CHUNK = 255 * 1024;
const IN_FLIGHT = 32;

export const uploadAborted = (remotePath: string): Result<Uploaded> =>
  failure('aborted', `The upload to ${remotePath} was stopped.`);

const failure = (code: UploadFailureCode, message: string) => fail(code, message);

/** `remotePath` names the file itself, not its folder. The digest is of the bytes read and sent. */
export async function uploadOn(
  client: Client,
  life: ConnectionLife,
  localPath: string,
  remotePath: string,
  signal: AbortSignal,
): Promise<Result<Uploaded>> {
  if (remotePath.endsWith('/'))
    return failure('remote_is_folder', `${remotePath} is a folder; name the file to write in it.`);
  const local = await openLocal(localPath);
  if (!local.ok) return local;
  try {
    const sftp = await openSftp(client, life, signal);
    return sftp.ok ? await writeAndRename(sftp.value, local.value, remotePath, signal) : sftp;
  } catch (error) {
    return failedToRead(error, localPath);
  } finally {
    await local.value.close();
  }
}

/** A disk that fails while we read has an errno; anything else is a bug and goes on. */
function failedToRead(error: unknown, path: string) {
  if (typeof (error as NodeJS.ErrnoException).syscall !== 'string') throw error;
  return failure(
    'local_unreadable',
    `${path} could not be read to its end on this machine: ${textOf(error)}.`,
  );
}

async function openLocal(path: string): Promise<Result<FileHandle>> {
  try {
    const handle = await open(path, 'r');
    const stat = await handle.stat();
    if (stat.isFile()) return ok(handle);
    await handle.close();
    return failure('local_unreadable', `${path} is no regular file; only files are uploaded.`);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return missing
      ? failure('local_missing', `${path} does not exist on this machine; build it or correct the path.`)
      : failure('local_unreadable', `${path} cannot be read on this machine: ${textOf(error)}.`);
  }
}

async function writeAndRename(
  sftp: Sftp,
  local: FileHandle,
  remotePath: string,
  signal: AbortSignal,
): Promise<Result<Uploaded>> {
  const part = `${remotePath}.hp-${randomBytes(6).toString('hex')}.part`;
  const { mode, size } = await local.stat();
  const opened = await sftp.create(part, mode & 0o777);
  if (!opened.ok) {
    const explained = await explainSftp(sftp, opened.error, remotePath, size);
    sftp.end();
    return explained;
  }
  const sent = await send(sftp, opened.value, local, signal);
  if (signal.aborted) return cleanUp(sftp, opened.value, part, uploadAborted(remotePath));
  const closed = await sftp.close(opened.value);
  const renamed = sent.ok && closed.ok ? await takePlace(sftp, part, remotePath) : null;
  if (sent.ok && closed.ok && renamed?.ok) {
    sftp.end();
    return sent;
  }
  const why = firstError(sent, closed, renamed);
  return cleanUp(sftp, null, part, await explainSftp(sftp, why, remotePath, size));
}

const takePlace = (sftp: Sftp, part: string, path: string) =>
  sftp.renameOver === null ? replaceFile(sftp, part, path) : sftp.renameOver(part, path);

/** Removes the part. A slow link still carries what was sent before: that is not waited for longer than this. */
const CLEAN_UP_MS = 2000;

async function cleanUp<T>(sftp: Sftp, handle: Buffer | null, part: string, answer: T): Promise<T> {
  const removing = (async () => {
    if (handle !== null) await sftp.close(handle);
    await sftp.remove(part);
    sftp.end();
  })();
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLEAN_UP_MS);
  });
  await Promise.race([removing, patience]);
  clearTimeout(timer);
  return answer;
}

function firstError(...results: readonly (Result<unknown, SftpError> | null)[]): SftpError {
  const failed = results.find((result) => result !== null && !result.ok);
  return failed !== undefined && failed !== null && !failed.ok
    ? failed.error
    : { status: null, message: 'stopped' };
}

const STOPPED: Result<never, SftpError> = { ok: false, error: { status: null, message: 'stopped' } };

/** Reads in order (the digest needs that) and keeps several writes under way. The first failure stops the rest. */
async function send(
  sftp: Sftp,
  handle: Buffer,
  local: FileHandle,
  signal: AbortSignal,
): Promise<Result<Uploaded, SftpError>> {
  const hash = createHash('sha256');
  const underWay = new Set<Promise<void>>();
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  let failed: SftpError | null = null;
  let bytes = 0;
  while (failed === null && !signal.aborted) {
    const { bytesRead, buffer } = await local.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, bytes);
    if (bytesRead === 0) break;
    const chunk = buffer.subarray(0, bytesRead);
    hash.update(chunk);
    const write: Promise<void> = sftp.write(handle, chunk, bytes).then((result) => {
      underWay.delete(write);
      if (!result.ok) failed ??= result.error;
    });
    underWay.add(write);
    bytes += bytesRead;
    if (underWay.size >= IN_FLIGHT) await Promise.race([...underWay, aborted]);
  }
  await Promise.race([Promise.all(underWay), aborted]);
  if (failed !== null) return { ok: false, error: failed };
  return signal.aborted ? STOPPED : ok({ bytes, sha256: hash.digest('hex') });
}
