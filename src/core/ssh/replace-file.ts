/** Moving a new file over an old one on servers whose rename refuses to replace (SFTP version 3 without extensions). */
import type { Sftp, SftpResult } from './sftp';

type Moves = Pick<Sftp, 'renameNew' | 'remove' | 'isFile'>;

/**
 * The old file is set aside first and put back when the new one cannot take its place: for a moment there is no
 * file, but never a lost one. With posix-rename@openssh.com this is not needed and not used.
 */
export async function replaceFile(sftp: Moves, part: string, path: string): Promise<SftpResult<void>> {
  const moved = await sftp.renameNew(part, path);
  if (moved.ok || !(await sftp.isFile(path))) return moved;
  const aside = `${part}.old`;
  const setAside = await sftp.renameNew(path, aside);
  if (!setAside.ok) return setAside;
  const replaced = await sftp.renameNew(part, path);
  if (replaced.ok) await sftp.remove(aside);
  else await sftp.renameNew(aside, path);
  return replaced;
}
