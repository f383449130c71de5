import { posix } from 'node:path';
import { fail, type Result } from '@domain/kernel/result';
import type { UploadFailureCode } from './failure';
import type { Sftp, SftpError } from './sftp';

// SFTP version 3 status codes (draft-ietf-secsh-filexfer-02, 7).
const NO_SUCH_FILE = 2;
const PERMISSION_DENIED = 3;

/** SFTP has no code for a full disk or a folder in the way: those are looked for when it says only "failure". */
export async function explainSftp(
  sftp: Sftp,
  error: SftpError,
  remotePath: string,
  bytes: number,
): Promise<Result<never>> {
  const folder = posix.dirname(remotePath);
  const say = (code: UploadFailureCode, text: string): Result<never> =>
    fail(code, `${text} (SFTP: ${error.message})`, { path: remotePath, folder });
  if (error.status === null) return say('lost', `The connection went away while ${remotePath} was written.`);
  if (error.status === NO_SUCH_FILE)
    return say(
      'remote_folder_missing',
      `The folder ${folder} does not exist on the target; make it in a step before.`,
    );
  if (error.status === PERMISSION_DENIED)
    return say('remote_permission', `The login may not write ${remotePath}; check the owner of ${folder}.`);
  if (await sftp.isFolder(remotePath))
    return say('remote_is_folder', `${remotePath} is a folder on the target; name the file to write in it.`);
  const free = await sftp.freeBytes(folder);
  if (free !== null && free < bytes)
    return say(
      'remote_no_space',
      `${folder} has ${free} bytes free and ${bytes} are needed; make room on the target.`,
    );
  return say('remote_failure', `The target could not write ${remotePath}.`);
}
