import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { remoteSha256 } from '@core/exec/digest';
import type { Connection } from '@core/ports';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Sshd, startSshd } from '../../support/sshd';
import { tempDir } from '../../support/temp-dir';
import { connectToSshd, errorOf, never, unwrap } from './helpers';

let sshd: Sshd;
let connection: Connection;
beforeAll(async () => {
  sshd = await startSshd();
  connection = await connectToSshd(sshd);
});
afterAll(async () => {
  await connection.close();
  await sshd.stop();
});

const asRoot = process.getuid?.() === 0;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function localFile(bytes: Uint8Array, folder = tempDir()) {
  const path = join(folder, 'local');
  writeFileSync(path, bytes, { mode: 0o640 });
  return path;
}

describe('an upload', () => {
  it.each([0, 1, 261_120, 261_121, 20_000_000])(
    'of %d bytes arrives whole, and the target has the same digest',
    async (size) => {
      const bytes = randomBytes(size);
      const to = join(tempDir(), "it's here.tar");
      const sent = unwrap(await connection.upload(localFile(bytes), to, never()));
      expect(sent).toEqual({ bytes: size, sha256: sha256(bytes) });
      expect(unwrap(await remoteSha256(connection, to))).toBe(sent.sha256);
    },
  );

  it('replaces a file in one move, keeps the mode and leaves no part behind', async () => {
    const folder = tempDir();
    writeFileSync(join(folder, 'app'), 'old');
    unwrap(await connection.upload(localFile(Buffer.from('new')), join(folder, 'app'), never()));
    expect(readFileSync(join(folder, 'app'), 'utf8')).toBe('new');
    expect(statSync(join(folder, 'app')).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(['app']);
  });

  it('into a folder that does not exist is remote_folder_missing', async () => {
    const error = errorOf(
      await connection.upload(localFile(Buffer.from('x')), '/no/such/folder/app', never()),
    );
    expect(error).toMatchObject({ code: 'remote_folder_missing', data: { folder: '/no/such/folder' } });
  });

  it('over a folder is remote_is_folder', async () => {
    const folder = tempDir();
    mkdirSync(join(folder, 'app'));
    const to = join(folder, 'app');
    expect(errorOf(await connection.upload(localFile(Buffer.from('x')), to, never())).code).toBe(
      'remote_is_folder',
    );
    expect(errorOf(await connection.upload(localFile(Buffer.from('x')), `${to}/`, never())).code).toBe(
      'remote_is_folder',
    );
    expect(readdirSync(folder)).toEqual(['app']);
  });

  it('where the login may not write is remote_permission', async () => {
    // Even root may not create files in /proc/1 and the like; a normal user may not in /.
    const to = asRoot ? '/proc/holdpoint' : '/holdpoint';
    const error = errorOf(await connection.upload(localFile(Buffer.from('x')), to, never()));
    expect(['remote_permission', 'remote_folder_missing']).toContain(error.code);
  });

  it.runIf(asRoot)('onto a full disk is remote_no_space, and the part is gone', async () => {
    const folder = tempDir();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
    onTestFinished(() => void execFileSync('umount', [folder]));
    const error = errorOf(
      await connection.upload(localFile(randomBytes(3_000_000)), join(folder, 'app'), never()),
    );
    expect(error.code).toBe('remote_no_space');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a file that is missing or no file here fails before anything is sent', async () => {
    const folder = tempDir();
    const to = join(folder, 'app');
    expect(errorOf(await connection.upload('/no/such/file', to, never())).code).toBe('local_missing');
    expect(errorOf(await connection.upload(folder, to, never())).code).toBe('local_unreadable');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that is stopped is aborted and leaves the old file', async () => {
    const folder = tempDir();
    writeFileSync(join(folder, 'app'), 'old');
    const stop = new AbortController();
    const uploading = connection.upload(localFile(randomBytes(50_000_000)), join(folder, 'app'), stop.signal);
    await expect.poll(() => readdirSync(folder).length, { interval: 1 }).toBe(2);
    stop.abort();
    expect(errorOf(await uploading).code).toBe('aborted');
    expect(readFileSync(join(folder, 'app'), 'utf8')).toBe('old');
    await expect.poll(() => readdirSync(folder)).toEqual(['app']);
  });

  it('whose connection is killed is lost', async () => {
    const victim = await connectToSshd(sshd);
    const folder = tempDir();
    const uploading = victim.upload(localFile(randomBytes(50_000_000)), join(folder, 'app'), never());
    await expect.poll(() => readdirSync(folder).length, { interval: 1 }).toBe(1);
    for (const pid of sshd.descendants()) process.kill(pid, 'SIGKILL');
    expect(errorOf(await uploading).code).toBe('lost');
    connection = await connectToSshd(sshd);
  });

  it('to a target without SFTP is sftp_unavailable', async () => {
    const plain = await startSshd(['Subsystem sftp /bin/false']);
    const there = await connectToSshd(plain);
    const error = errorOf(await there.upload(localFile(Buffer.from('x')), '/tmp/x', never()));
    expect(error.code).toBe('sftp_unavailable');
    await there.close();
    await plain.stop();
  });
});

describe('a digest on the target', () => {
  it('of a file that is not there is digest_missing', async () => {
    expect(errorOf(await remoteSha256(connection, '/no/such/file')).code).toBe('digest_missing');
  });
  it('differs when the file was changed after the upload', async () => {
    const to = join(tempDir(), 'app');
    const { sha256: sent } = unwrap(await connection.upload(localFile(Buffer.from('good')), to, never()));
    writeFileSync(to, 'evil');
    expect(unwrap(await remoteSha256(connection, to))).not.toBe(sent);
  });
});
