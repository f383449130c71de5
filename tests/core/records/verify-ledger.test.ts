import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ledgerPath } from '@core/ledger/open';
import { verifyLedger } from '@core/records/verify-ledger';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { exportedWorld, OTHER_RUN, released, rolledBack, world } from './fixture';

const failures = (report: ReturnType<typeof verifyLedger>): string =>
  report.lines
    .filter((line) => line.result === 'fail')
    .map((line) => `${line.promise}: ${line.detail}`)
    .join('\n');

/** Writes past the triggers, as someone with the file would. */
function tamper(dataDir: string, sql: string): void {
  const db = new Database(ledgerPath(dataDir));
  const triggers = db
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    .pluck()
    .all();
  for (const trigger of triggers) db.exec(`DROP TRIGGER ${trigger}`);
  db.exec(sql);
  db.close();
}

describe('verifying the ledger of a data folder', () => {
  it('passes a sound ledger with its records, next to its writer', async () => {
    const w = await world();
    w.record(released(), OTHER_RUN);
    w.record(rolledBack());
    await w.seal(OTHER_RUN);
    await w.seal();
    const report = verifyLedger(w.dataDir);
    expect(failures(report)).toBe('');
    expect(report.verdict).toBe('verified');
    expect(report.lines.filter((line) => line.promise === 'sealed' && line.result === 'ok')).toHaveLength(2);
  });

  it('judges the signers by the auditor’s file', async () => {
    const { dataDir, bundle } = await exportedWorld();
    const signers = readFileSync(join(bundle.path, 'claimed_signers'), 'utf8');
    expect(verifyLedger(dataDir, { allowedSigners: signers }).verdict).toBe('verified');
    const device = signers
      .split('\n')
      .filter((line) => !line.startsWith('ann '))
      .join('\n');
    expect(verifyLedger(dataDir, { allowedSigners: device }).verdict).toBe('against-policy');
  });

  it('says which entry was changed', async () => {
    const w = await exportedWorld();
    w.ledger.close();
    const changed = "CAST(replace(CAST(payload AS TEXT), 'ann', 'eve') AS BLOB)";
    tamper(w.dataDir, `UPDATE ledger SET payload = ${changed} WHERE seq = 3`);
    const report = verifyLedger(w.dataDir);
    expect(report.verdict).toBe('not-authentic');
    expect(failures(report)).toContain('entry 3');
  });

  it('sees a ledger that was cut, by its checkpoint and its anchor', async () => {
    const w = await exportedWorld();
    w.ledger.close();
    tamper(w.dataDir, 'DELETE FROM run_entry WHERE seq > 30; DELETE FROM ledger WHERE seq > 30');
    expect(verifyLedger(w.dataDir).verdict).toBe('not-authentic');
    tamper(w.dataDir, 'DELETE FROM checkpoint');
    expect(failures(verifyLedger(w.dataDir))).toContain('anchor');
  });

  it('sees a stored record that was changed or lost its signature', async () => {
    const w = await exportedWorld();
    const path = join(w.sealed.folder, 'record.json');
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, before.replace('customers see errors', 'customers are happy'));
    expect(failures(verifyLedger(w.dataDir))).toContain('record: the record says something else');
    writeFileSync(path, before);
    rmSync(`${path}.operator.sig`);
    expect(failures(verifyLedger(w.dataDir))).toContain('the ledger says that ann signed');
  });

  it('finds an entry of a run without its ids', async () => {
    const w = await exportedWorld();
    w.ledger.append([
      { kind: 'note', payload: { run_id: '0197a000-0000-7000-8000-000000000001', text: 'x' } },
    ]);
    expect(failures(verifyLedger(w.dataDir))).toMatch(/ids: entry \d+ \(note\) has another correlation_id/);
  });

  it('is not authentic without a ledger', () => {
    expect(verifyLedger('/no/such/folder').verdict).toBe('not-authentic');
  });
});
