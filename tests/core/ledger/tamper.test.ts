import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ledgerPath, openLedger } from '@core/ledger/open';
import { openDatabase } from '@core/ledger/open-database';
import { beforeEach, describe, expect, it } from 'vitest';
import { APP, note, opened, TestClock, tempFolder, testDevice } from './fixtures';

/** A closed ledger of ten entries with checkpoints at 2, 6 and 10. */
async function prepared(): Promise<string> {
  const folder = tempFolder();
  const ledger = await opened(folder);
  ledger.checkpoint();
  ledger.append([note(1), note(2), note(3), note(4)]);
  ledger.checkpoint();
  ledger.append([note(5), note(6), note(7), note(8)]);
  ledger.checkpoint();
  ledger.close();
  return folder;
}

function change(folder: string, sql: string): void {
  const db = openDatabase(ledgerPath(folder), 'write');
  if (!db.ok) throw new Error(db.error.message);
  const triggers = db.value
    .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    .all();
  for (const { name } of triggers) db.value.exec(`DROP TRIGGER ${name}`);
  db.value.exec(sql);
  db.value.close();
}

async function found(folder: string): Promise<string> {
  const device = await testDevice(folder);
  const ledger = openLedger(folder, { device, clock: new TestClock(), app: APP });
  if (!ledger.ok) return ledger.error.code;
  const { mode, why } = ledger.value;
  ledger.value.close();
  return mode === 'writer' ? 'sound' : `${why?.code}: ${why?.message}`;
}

const without = (seq: number) => `DELETE FROM ledger WHERE seq = ${seq}`;
const swap = (a: number, b: number) =>
  `UPDATE ledger SET seq = -1 WHERE seq = ${a}; UPDATE ledger SET seq = ${a} WHERE seq = ${b}; UPDATE ledger SET seq = ${b} WHERE seq = -1`;

describe('a ledger that was touched from outside', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await prepared();
  });

  it.each([
    ['nothing', 'SELECT 1', 'sound'],
    ['a removed entry', without(4), 'chain: entry 4 is missing'],
    ['swapped entries', swap(4, 5), 'chain: entry 4 stands after entry 5'],
    [
      'an edited line',
      "UPDATE ledger SET line = replace(line, ' note ', ' nite ') WHERE seq = 5",
      'chain: entry 5',
    ],
    [
      'a repeated line',
      'UPDATE ledger SET line = (SELECT line FROM ledger WHERE seq = 3) WHERE seq = 4',
      'chain: entry 3 is there again',
    ],
    [
      'an edited payload',
      "UPDATE ledger SET payload = CAST(replace(CAST(payload AS TEXT), '1', '2') AS BLOB) WHERE seq = 3",
      'payload: the payload of entry 3',
    ],
    [
      'another last line',
      "UPDATE ledger SET line = replace(line, '21:00', '20:00') WHERE seq = 10",
      'checkpoint: the first 10 entries',
    ],
    [
      'a cut tail',
      'DELETE FROM ledger WHERE seq > 8',
      'checkpoint: 10 entries are known from a signed checkpoint, 8 were found',
    ],
    [
      'a cut tail and its checkpoint',
      'DELETE FROM ledger WHERE seq > 8; DELETE FROM checkpoint WHERE size > 8',
      'anchor: 10 entries are known',
    ],
    [
      'a removed checkpoint',
      'DELETE FROM checkpoint WHERE size = 6',
      'checkpoint: checkpoint 10: it does not follow',
    ],
    [
      'an edited checkpoint',
      "UPDATE checkpoint SET body = CAST(replace(CAST(body AS TEXT), 'time 2026', 'time 2025') AS BLOB) WHERE size = 10",
      'checkpoint: checkpoint 10: the signature',
    ],
    [
      'a damaged signature',
      "UPDATE checkpoint SET sig = CAST(replace(CAST(sig AS TEXT), 'A', 'B') AS BLOB) WHERE size = 10",
      'checkpoint: checkpoint 10',
    ],
    ['an emptied ledger', 'DELETE FROM ledger; DELETE FROM checkpoint', 'sound'],
  ])('shows %s', async (_, sql, expected) => {
    change(folder, sql);
    expect(await found(folder)).toContain(expected);
  });

  it('can be looked at, and not written, with the reason', async () => {
    change(folder, without(4));
    const ledger = await opened(folder);
    expect(ledger.mode).toBe('read_only');
    expect(() => ledger.append([note(9)])).toThrow('entry 4 is missing');
  });
  it('shows that an older copy was put back', async () => {
    const old = join(tempFolder(), 'old');
    copyFileSync(ledgerPath(folder), old);
    const ledger = await opened(folder);
    ledger.append([note(9)]);
    ledger.checkpoint();
    ledger.close();
    copyFileSync(old, ledgerPath(folder));
    expect(await found(folder)).toContain('anchor: 11 entries are known');
  });
  it('says when the anchor is gone or damaged, and goes on', async () => {
    const anchor = join(folder, 'anchor', readdirSync(join(folder, 'anchor'))[0] ?? '');
    writeFileSync(anchor, readFileSync(anchor, 'utf8').replace('time 2026', 'time 2025'));
    const first = await opened(folder);
    expect([first.mode, first.notices.map((n) => n.code)]).toEqual(['writer', ['anchor_damaged']]);
    first.close();
    rmSync(anchor);
    const second = await opened(folder);
    expect([second.mode, second.notices.map((n) => n.code)]).toEqual(['writer', ['anchor_missing']]);
  });
  it('is not written with another device key', async () => {
    rmSync(join(folder, 'device-key.json'));
    expect(await found(folder)).toContain('device_key: ');
  });
  it('that is no database any more is refused', async () => {
    writeFileSync(ledgerPath(folder), Buffer.alloc(8192, 7));
    expect(await found(folder)).toBe('corrupt');
  });
  it('never passes with other content after one flipped bit', async () => {
    const path = ledgerPath(folder);
    const good = readFileSync(path);
    const contents = async () => {
      const ledger = await opened(folder, { readOnly: true });
      const text = [...ledger.read()].map((e) => e.line + Buffer.from(e.payload).toString());
      ledger.close();
      return text.join('');
    };
    const before = await contents();
    // A fixed sequence of places, so that a failure can be repeated.
    let at = 12_345;
    let seen = 0;
    for (let i = 0; i < 150; i++) {
      at = (at * 1_103_515_245 + 12_345) % 2_147_483_648;
      const bad = Buffer.from(good);
      const place = at % bad.length;
      bad[place] = (bad[place] ?? 0) ^ (1 << (i % 8));
      writeFileSync(path, bad);
      const result = await found(folder);
      if (result === 'sound') expect(await contents()).toBe(before);
      else seen += 1;
      for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
    }
    expect(seen).toBeGreaterThan(30);
  });
});
