import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LedgerError } from '@core/ledger/ledger-error';
import { ledgerPath, openLedger } from '@core/ledger/open';
import { openDatabase } from '@core/ledger/open-database';
import type { OpenLedger } from '@core/ledger/open-ledger';
import { isAlive, thisProcess } from '@core/ledger/process-identity';
import { sha256 } from '@core/signing/digest';
import { diagnoseChain } from '@domain/evidence/chain';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildScript } from './build-script';
import { APP, note, opened, TestClock, tempFolder, testDevice } from './fixtures';

const isRoot = process.getuid?.() === 0;

function mount(...args: readonly string[]): boolean {
  try {
    execFileSync('mount', args, { stdio: 'pipe' });
  } catch {
    return false;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', args.at(-1) ?? '']));
  return true;
}

function fillUp(ledger: OpenLedger): LedgerError {
  for (;;) {
    try {
      ledger.append([note(1), { kind: 'note', payload: { text: 'x'.repeat(9000) } }]);
    } catch (error) {
      if (error instanceof LedgerError) return error;
      throw error;
    }
  }
}

describe('a full disk', () => {
  it.skipIf(!isRoot)(
    'stops the append with nothing half-written, and it goes on when there is room (needs root to mount a small disk)',
    async ({ skip }) => {
      const folder = join(tempFolder(), 'small');
      mkdirSync(folder);
      if (!mount('-t', 'tmpfs', '-o', 'size=900k', 'tmpfs', folder)) skip('mount is not allowed here');
      const ledger = await opened(folder, { anchorDir: tempFolder() });
      const error = fillUp(ledger);
      expect(error.code).toBe('full');
      const before = ledger.head();
      expect([...ledger.read()]).toHaveLength(before.size);
      expect(
        diagnoseChain(
          [...ledger.read()].map((e) => e.line),
          sha256,
        ),
      ).toEqual([]);
      execFileSync('mount', ['-o', 'remount,size=8m', folder]);
      expect(ledger.append([note(2)])[0]?.seq).toBe(before.size + 1);
      ledger.close();
      expect((await opened(folder, { anchorDir: tempFolder() })).mode).toBe('writer');
    },
  );
});

describe('a folder that can not be written', () => {
  it.skipIf(!isRoot)(
    'lets the ledger be looked at, and a new one not be made (needs root to mount read-only)',
    async ({ skip }) => {
      const [real, folder] = [tempFolder(), tempFolder()];
      const device = await testDevice(real);
      const writer = await opened(real);
      writer.append([note(1)]);
      if (!mount('--bind', real, folder)) skip('mount is not allowed here');
      execFileSync('mount', ['-o', 'remount,ro,bind', folder]);
      const view = await opened(folder, { device });
      expect([view.mode, view.why?.code, view.runIds()]).toEqual(['read_only', 'read_only', ['r1']]);
      expect(() => view.append([note(2)])).toThrow(LedgerError);
      const none = openLedger(join(folder, 'deeper'), { device, clock: new TestClock(), app: APP });
      expect(none.ok ? '' : none.error.code).toBe('read_only');
    },
  );
});

describe('the lease', () => {
  const set = (folder: string, sql: string) => {
    const db = openDatabase(ledgerPath(folder), 'write');
    if (!db.ok) throw new Error(db.error.message);
    db.value.exec(sql);
    db.value.close();
  };
  it.each([
    ['a process that is gone', 'UPDATE lease SET pid = 4194303', 'writer'],
    ['a process whose number was given away', "UPDATE lease SET started = '1'", 'writer'],
    ['an earlier boot', "UPDATE lease SET boot = 'earlier'", 'writer'],
    ['this process', 'SELECT 1', 'read_only'],
    ['another machine that still beats', "UPDATE lease SET host = 'other', pid = 4194303", 'read_only'],
    [
      'another machine that fell silent',
      "UPDATE lease SET host = 'other', heartbeat = '2026-11-22T20:00:00.000Z'",
      'writer',
    ],
  ])('of %s', async (_, sql, mode) => {
    const folder = tempFolder();
    await opened(folder);
    set(folder, sql);
    expect((await opened(folder)).mode).toBe(mode);
  });
  it('that was taken over ends the right to write', async () => {
    const folder = tempFolder();
    const first = await opened(folder);
    set(folder, 'UPDATE lease SET pid = 4194303');
    const second = await opened(folder);
    expect(() => first.append([note(1)])).toThrow('taken over');
    expect(second.append([note(1)])[0]?.seq).toBe(3);
  });
  it('knows this process alive, and not under another start time', () => {
    expect([isAlive(thisProcess()), isAlive({ ...thisProcess(), started: '1' })]).toEqual([true, false]);
  });
});

describe('kill -9 of the writer', () => {
  it('never loses an acknowledged entry', async () => {
    const folder = tempFolder();
    await testDevice(folder);
    const acknowledged: string[] = [];
    const script = await buildScript(fileURLToPath(new URL('./append-until-killed.ts', import.meta.url)));
    for (let round = 0; round < 8; round++)
      acknowledged.push(...(await killedWriter(script, folder, 60 + round * 23)));
    const ledger = await opened(folder);
    expect([ledger.mode, ledger.why]).toEqual(['writer', null]);
    const stored = new Set([...ledger.read()].map((e) => e.line));
    expect(acknowledged.length).toBeGreaterThan(500);
    expect(acknowledged.filter((line) => !stored.has(line))).toEqual([]);
  });
});

/** Runs a writer until it has acknowledged `count` entries, kills it, and returns the whole lines it acknowledged. */
function killedWriter(script: string, folder: string, count: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
    if (out.split('\n').length > count) child.kill('SIGKILL');
  });
  return new Promise((resolve) => {
    child.on('close', () =>
      resolve(
        out
          .split('\n')
          .slice(0, -1)
          .map((line) => `${line}\n`),
      ),
    );
  });
}
