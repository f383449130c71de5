/** The SFTP subsystem (draft-ietf-secsh-filexfer-02, version 3) over the practice folder. */
import type { Stats } from 'node:fs';
import { lstat, mkdir, readdir, readlink, rename, rmdir, stat, unlink } from 'node:fs/promises';
import ssh2, { type Attributes, type SFTPWrapper } from 'ssh2';
import { openHandles } from './sftp-handles';
import { type Confinement, entryPath, Outside, targetPath } from './sftp-paths';

const { STATUS_CODE } = ssh2.utils.sftp;

/** How a failed request is answered: OpenSSH's mapping of errno. */
function statusOf(error: unknown): number {
  if (error instanceof Outside) return STATUS_CODE.PERMISSION_DENIED;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') return STATUS_CODE.NO_SUCH_FILE;
  if (code === 'EACCES' || code === 'EPERM') return STATUS_CODE.PERMISSION_DENIED;
  return STATUS_CODE.FAILURE;
}

const messageOf = (error: unknown): string =>
  error instanceof Outside ? 'outside of the practice folder' : String(error);

export const attributes = (found: Stats): Attributes => ({
  mode: found.mode,
  uid: found.uid,
  gid: found.gid,
  size: found.size,
  atime: Math.floor(found.atimeMs / 1000),
  mtime: Math.floor(found.mtimeMs / 1000),
});

async function listing(folder: string) {
  const names = await readdir(folder);
  return Promise.all(
    names.map(async (name) => {
      const found = await lstat(`${folder}/${name}`);
      return { filename: name, longname: name, attrs: attributes(found) };
    }),
  );
}

/** Serves one SFTP channel until it closes. */
export function serveSftp(sftp: SFTPWrapper, within: Confinement): void {
  const handles = openHandles();
  const ok = (id: number) => sftp.status(id, STATUS_CODE.OK);
  const answer = (id: number, work: () => Promise<void>): void => {
    work().catch((error: unknown) => sftp.status(id, statusOf(error), messageOf(error)));
  };
  const name = (id: number, path: string) =>
    sftp.name(id, [{ filename: path, longname: path, attrs: {} as Attributes }]);

  sftp.on('REALPATH', (id, path) => answer(id, async () => name(id, await targetPath(within, path))));
  sftp.on('STAT', (id, path) =>
    answer(id, async () => sftp.attrs(id, attributes(await stat(await targetPath(within, path))))),
  );
  sftp.on('LSTAT', (id, path) =>
    answer(id, async () => sftp.attrs(id, attributes(await lstat(await entryPath(within, path))))),
  );
  sftp.on('READLINK', (id, path) =>
    answer(id, async () => name(id, await readlink(await entryPath(within, path)))),
  );
  sftp.on('MKDIR', (id, path) =>
    answer(id, async () => {
      await mkdir(await entryPath(within, path));
      ok(id);
    }),
  );
  sftp.on('RMDIR', (id, path) =>
    answer(id, async () => {
      await rmdir(await entryPath(within, path));
      ok(id);
    }),
  );
  sftp.on('REMOVE', (id, path) =>
    answer(id, async () => {
      await unlink(await entryPath(within, path));
      ok(id);
    }),
  );
  sftp.on('RENAME', (id, from, to) =>
    answer(id, async () => {
      // Replaces, as posix-rename@openssh.com does, which ssh2's server has no way to announce: a retried upload
      // must not fail because the first one arrived.
      await rename(await entryPath(within, from), await entryPath(within, to));
      ok(id);
    }),
  );
  sftp.on('SETSTAT', (id, path, attrs) =>
    answer(id, async () => {
      await handles.change(await targetPath(within, path), attrs);
      ok(id);
    }),
  );
  sftp.on('OPEN', (id, path, flags, attrs) =>
    answer(id, async () => sftp.handle(id, await handles.open(await targetPath(within, path), flags, attrs))),
  );
  sftp.on('OPENDIR', (id, path) =>
    answer(id, async () => sftp.handle(id, handles.list(await listing(await targetPath(within, path))))),
  );
  sftp.on('READDIR', (id, handle) =>
    answer(id, async () => {
      const entries = handles.nextEntries(handle);
      if (entries === null) sftp.status(id, STATUS_CODE.EOF);
      else sftp.name(id, entries);
    }),
  );
  sftp.on('FSTAT', (id, handle) =>
    answer(id, async () => sftp.attrs(id, attributes(await handles.file(handle).stat()))),
  );
  sftp.on('FSETSTAT', (id, handle, attrs) =>
    answer(id, async () => {
      if (attrs.mode !== undefined) await handles.file(handle).chmod(attrs.mode & 0o777);
      ok(id);
    }),
  );
  sftp.on('READ', (id, handle, offset, length) =>
    answer(id, async () => {
      const data = await handles.read(handle, offset, length);
      if (data === null) sftp.status(id, STATUS_CODE.EOF);
      else sftp.data(id, data);
    }),
  );
  sftp.on('WRITE', (id, handle, offset, data) =>
    answer(id, async () => {
      await handles.write(handle, offset, data);
      ok(id);
    }),
  );
  sftp.on('CLOSE', (id, handle) =>
    answer(id, async () => {
      await handles.close(handle);
      ok(id);
    }),
  );
  sftp.on('close', () => void handles.closeAll());
}
