import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ledgerPath, openLedger } from '@core/ledger/open';
import { openDatabase } from '@core/ledger/open-database';
import { signedBy } from '@core/ledger/stored-checkpoint';
import { sha256, sha256Hex } from '@core/signing/digest';
import { verifySshsig } from '@core/signing/verify';
import { CanonicalError, canonicalBytes } from '@domain/evidence/canonical-json';
import { diagnoseChain } from '@domain/evidence/chain';
import { NAMESPACES } from '@domain/evidence/sshsig';
import { describe, expect, it } from 'vitest';
import { APP, note, opened, TestClock, tempFolder, testDevice } from './fixtures';

const lines = (ledger: { read(): Iterable<{ line: string }> }) => [...ledger.read()].map((e) => e.line);
const database = (folder: string) => {
  const db = openDatabase(ledgerPath(folder), 'write');
  if (!db.ok) throw new Error(db.error.message);
  return db.value;
};

describe('a new ledger', () => {
  it('begins with its genesis and the proof of the device key', async () => {
    const folder = tempFolder();
    const ledger = await opened(folder);
    const device = await testDevice(folder);
    const [first, second, ...more] = [...ledger.read()];
    expect([first?.kind, second?.kind, more]).toEqual(['genesis', 'key.enrolled', []]);
    const genesis = JSON.parse(Buffer.from(first?.payload ?? []).toString());
    expect(genesis).toMatchObject({
      app: APP,
      device_key: device.publicKey,
      predecessor: null,
      ledger: ledger.head().origin,
    });
    const {
      person,
      role,
      key,
      device: on,
      possession,
      key_protection,
    } = JSON.parse(Buffer.from(second?.payload ?? []).toString());
    expect(key_protection).toBe('none');
    const proof = verifySshsig(canonicalBytes({ person, role, key, device: on }), possession, NAMESPACES.key);
    expect(proof.ok && proof.value.fingerprint).toBe(device.fingerprint);
  });
  it('is made with the settings that make it durable', async () => {
    const folder = tempFolder();
    await opened(folder);
    const db = database(folder);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('recursive_triggers', { simple: true })).toBe(1);
    db.close();
  });
  it('names the last checkpoint of a ledger that was here before', async () => {
    const [folder, anchorDir] = [tempFolder(), tempFolder()];
    const device = await testDevice(folder);
    const old = await opened(folder, { anchorDir, device });
    const { body } = old.checkpoint();
    const next = await opened(tempFolder(), { anchorDir, device });
    const [genesis] = [...next.read()];
    expect(next.notices.map((n) => n.code)).toContain('predecessor');
    expect(JSON.parse(Buffer.from(genesis?.payload ?? []).toString()).predecessor).toBe(sha256Hex(body));
  });
});

describe('appending', () => {
  it('chains entries and gives back what is stored', async () => {
    const ledger = await opened(tempFolder());
    const made = [...ledger.append([note(1), note(2)]), ...ledger.append([note(3, 'r2')])];
    expect(made.map((e) => e.seq)).toEqual([3, 4, 5]);
    expect([...ledger.read(3)].map((e) => [e.line, Buffer.from(e.payload).toString()])).toEqual(
      made.map((e) => [e.line, Buffer.from(e.payload).toString()]),
    );
    expect(diagnoseChain(lines(ledger), sha256)).toEqual([]);
    expect(ledger.head()).toMatchObject({ size: 5, head: sha256Hex(made[2]?.line ?? '') });
    expect(ledger.append([])).toEqual([]);
  });
  it('finds the entries of a run, in order, also from the middle', async () => {
    const ledger = await opened(tempFolder());
    ledger.append([note(1), note(2, 'r2'), note(3), { kind: 'note', payload: { n: 4 } }]);
    expect(ledger.runIds()).toEqual(['r1', 'r2']);
    expect([...ledger.readRun('r1')].map((e) => e.seq)).toEqual([3, 5]);
    expect([...ledger.readRun('r1', 4)].map((e) => e.seq)).toEqual([5]);
    expect([...ledger.readRun('nobody')]).toEqual([]);
  });
  it('can go on while somebody reads', async () => {
    const ledger = await opened(tempFolder());
    ledger.append(Array.from({ length: 1200 }, (_, n) => note(n)));
    let seen = 0;
    for (const { seq } of ledger.read()) {
      seen = seq;
      if (seq % 400 === 0 && seq < 1300) ledger.append([note(seq)]);
    }
    expect(seen).toBe(ledger.head().size);
  });
  it('throws for a payload that is no canonical document, and writes nothing', async () => {
    const ledger = await opened(tempFolder());
    const before = ledger.head();
    expect(() => ledger.append([note(1), { kind: 'note', payload: { rate: 0.5 } }])).toThrow(CanonicalError);
    expect(() => ledger.append([note(1), { kind: 'Bad Kind', payload: {} }])).toThrow('no ledger line');
    expect(ledger.head()).toEqual(before);
    expect(ledger.append([note(1)])[0]?.seq).toBe(3);
  });
  it('survives closing and opening', async () => {
    const folder = tempFolder();
    const first = await opened(folder);
    first.append([note(1), note(2, 'r2')]);
    const before = [first.head(), lines(first), first.runIds()];
    first.close();
    const second = await opened(folder);
    expect([second.mode, second.notices]).toEqual(['writer', []]);
    expect([second.head(), lines(second), second.runIds()]).toEqual(before);
    expect(second.append([note(3)])[0]?.seq).toBe(5);
  });
  it.each([
    'UPDATE ledger SET line = line',
    'DELETE FROM ledger',
    "INSERT OR REPLACE INTO ledger VALUES (1, 'x', x'00')",
    'DELETE FROM checkpoint',
    'UPDATE checkpoint SET size = 1',
  ])('is the only way: the database refuses %s', async (sql) => {
    const folder = tempFolder();
    (await opened(folder)).checkpoint();
    const db = database(folder);
    expect(() => db.exec(sql)).toThrow('append only');
    db.close();
  });
  it('rebuilds the index of runs when it differs from the ledger', async () => {
    const folder = tempFolder();
    const first = await opened(folder);
    first.append([note(1), note(2, 'r2'), note(3)]);
    first.close();
    const db = database(folder);
    db.exec("DELETE FROM run_entry WHERE seq = 5; INSERT INTO run_entry VALUES ('ghost', 1)");
    db.close();
    const second = await opened(folder);
    expect([second.runIds(), [...second.readRun('r1')].map((e) => e.seq)]).toEqual([
      ['r1', 'r2'],
      [3, 5],
    ]);
  });
});

describe('checkpoints', () => {
  it('are signed, chained, stored and anchored', async () => {
    const folder = tempFolder();
    const ledger = await opened(folder);
    const device = await testDevice(folder);
    const first = ledger.checkpoint();
    ledger.append([note(1)]);
    const second = ledger.checkpoint();
    expect(second.checkpoint).toMatchObject({
      size: 3,
      previous: sha256Hex(first.body),
      prefixSha256: sha256Hex(lines(ledger).join('')),
      head: ledger.head().head,
    });
    expect(signedBy(second, device.publicKey.split(' ').slice(0, 2).join(' ')).ok).toBe(true);
    expect(ledger.checkpoints()).toEqual([first, second]);
    const anchor = readFileSync(
      join(folder, 'anchor', `${ledger.head().origin.split('/').at(-1)}.txt`),
      'utf8',
    );
    expect(anchor).toBe(second.body + second.sig);
  });
  it('are not made twice for one size', async () => {
    const ledger = await opened(tempFolder());
    expect(ledger.checkpoint()).toBe(ledger.checkpoint());
    expect(ledger.checkpoints()).toHaveLength(1);
  });
  it('go on after closing and opening', async () => {
    const folder = tempFolder();
    const first = await opened(folder);
    const before = first.checkpoint();
    first.close();
    const second = await opened(folder);
    expect(second.checkpoint()).toEqual(before);
    second.append([note(1)]);
    expect(second.checkpoint().checkpoint.previous).toBe(sha256Hex(before.body));
  });
  it('are made even when the second place can not be written, and it is said', async () => {
    const folder = tempFolder();
    const ledger = await opened(folder, { anchorDir: '/proc/no-such-place' });
    expect(ledger.checkpoint().checkpoint.size).toBe(2);
    expect(ledger.notices.map((n) => n.code)).toContain('anchor_io');
  });
});

describe('a second opener', () => {
  it('may look, sees what is appended later, and is told who writes', async () => {
    const folder = tempFolder();
    const writer = await opened(folder, { holder: 'the window of ann' });
    const other = await opened(folder);
    expect([other.mode, other.why?.code, other.why?.data]).toMatchObject([
      'read_only',
      'held',
      { holder: 'the window of ann', pid: process.pid },
    ]);
    writer.append([note(1)]);
    expect([other.head(), lines(other), other.runIds()]).toEqual([writer.head(), lines(writer), ['r1']]);
    expect(() => other.append([note(2)])).toThrow('the window of ann');
    expect(() => other.checkpoint()).toThrow('the window of ann');
  });
  it('may write once the first is closed', async () => {
    const folder = tempFolder();
    (await opened(folder)).close();
    expect((await opened(folder)).mode).toBe('writer');
  });
  it('that only wants to look takes no lease and makes no ledger', async () => {
    const folder = tempFolder();
    const options = { device: await testDevice(folder), clock: new TestClock(), app: APP, readOnly: true };
    const none = openLedger(folder, options);
    expect(none.ok ? '' : none.error.code).toBe('no_ledger');
    (await opened(folder)).close();
    const looking = await opened(folder, { readOnly: true });
    expect([looking.mode, looking.why?.code, (await opened(folder)).mode]).toEqual([
      'read_only',
      'asked',
      'writer',
    ]);
  });
});
