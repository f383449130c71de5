import { replaceFile } from '@core/ssh/replace-file';
import { ok } from '@domain/kernel/result';
import { expect, it } from 'vitest';

/** A server that keeps to the letter of SFTP version 3; `stuck` is a path nothing can be moved to. */
function strictServer(files: Record<string, string>, stuck: string | null = null) {
  let moves = 0;
  return {
    files,
    isFile: async (path: string) => path in files,
    remove: async (path: string) => {
      delete files[path];
      return ok(undefined);
    },
    renameNew: async (from: string, to: string) => {
      moves += 1;
      const blocked = to in files || (to === stuck && moves <= 3);
      if (blocked) return { ok: false as const, error: { status: 4, message: 'Failure' } };
      files[to] = files[from] ?? '';
      delete files[from];
      return ok(undefined);
    },
  };
}

it('a new file takes the place of the old one', async () => {
  const server = strictServer({ 'app.part': 'new', app: 'old' });
  expect((await replaceFile(server, 'app.part', 'app')).ok).toBe(true);
  expect(server.files).toEqual({ app: 'new' });
});

it('the old file is put back when the new one cannot take its place', async () => {
  const server = strictServer({ 'app.part': 'new', app: 'old' }, 'app');
  expect((await replaceFile(server, 'app.part', 'app')).ok).toBe(false);
  expect(server.files).toEqual({ 'app.part': 'new', app: 'old' });
});
