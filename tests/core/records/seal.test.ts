import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sealRecord } from '@core/records/seal';
import { readStoredRecord } from '@core/records/stored-record';
import { fail, ok } from '@domain/kernel/result';
import { describe, expect, it } from 'vitest';
import { scenario } from '../../support/scenario';
import { APP, good, person, RUN, released, rolledBack, thePlan, type World, world } from './fixture';

const request = (w: World, events: Parameters<typeof sealRecord>[0]['events']) => ({
  dataDir: w.dataDir,
  events,
  ledger: w.ledger.head(),
  device: w.device,
  operator: w.operator,
  app: APP,
});

describe('sealing a record', () => {
  it('stores the bytes with the signatures of operator and device, as the ledger then names them', async () => {
    const w = await world();
    w.record(released());
    const sealed = await w.seal();
    expect(sealed.record).toBe('release');
    expect(readdirSync(sealed.folder).sort()).toEqual([
      'record.json',
      'record.json.device.sig',
      'record.json.operator.sig',
    ]);
    expect(sealed.signers[0]).toMatch(/^operator ann SHA256:/);
    expect(sealed.signers[1]).toBe(`device ${w.device.name} ${w.device.fingerprint}`);
    expect(execFileSync('sha256sum', [join(sealed.folder, 'record.json')]).toString()).toContain(
      sealed.sha256,
    );
  });

  it.each(['ed25519', 'ecdsa', 'rsa'])('takes an operator with an %s key', async (type) => {
    const w = await world(person('bea', type));
    w.record(rolledBack());
    const sealed = await w.seal();
    const signers = join(w.dataDir, 'allowed');
    writeFileSync(signers, `bea ${w.operator?.publicKey}\n`);
    const verified = spawnSync(
      'ssh-keygen',
      [
        '-Y',
        'verify',
        '-f',
        signers,
        '-I',
        'bea',
        '-n',
        'holdpoint.record.v1@holdpoint.dev',
        '-s',
        join(sealed.folder, 'record.json.operator.sig'),
      ],
      { input: readFileSync(join(sealed.folder, 'record.json')) },
    );
    expect(verified.stdout.toString()).toContain(
      'Good "holdpoint.record.v1@holdpoint.dev" signature for bea',
    );
  });

  it('calls it a rollback when the run went back, and a drill when it was one', async () => {
    const w = await world(null);
    w.record(rolledBack());
    expect((await w.seal()).record).toBe('rollback');
    const drill = await world(null);
    drill.record(rolledBack(thePlan({ kind: 'drill', environment: 'staging' })));
    expect((await drill.seal()).record).toBe('drill');
  });

  it('refuses a run that has not ended', async () => {
    const w = await world();
    const events = w.record(scenario(thePlan()));
    expect(await sealRecord(request(w, events))).toMatchObject({ ok: false, error: { code: 'not_closed' } });
  });

  it('stores nothing when the operator does not sign', async () => {
    const w = await world({ ...person('ann'), sign: async () => fail('agent_refused', 'declined') });
    const events = w.record(released());
    const sealed = await sealRecord(request(w, events));
    expect(sealed).toMatchObject({ ok: false, error: { code: 'sign_refused' } });
    expect(readStoredRecord(w.dataDir, RUN, 'release')).toMatchObject({ error: { code: 'no_record' } });
  });

  it('stores nothing when what was signed does not verify', async () => {
    const stranger = person('mallory');
    const broken = { ...person('ann'), sign: stranger.sign };
    const w = await world(broken);
    expect(await sealRecord(request(w, w.record(released())))).toMatchObject({
      error: { code: 'sign_wrong' },
    });
    const garbled = { ...broken, sign: async () => ok('-----BEGIN SSH SIGNATURE-----\n') };
    const again = await sealRecord({ ...request(w, w.record(released(), 'r2')), operator: garbled });
    expect(again).toMatchObject({ error: { code: 'sign_wrong' } });
  });

  it('takes up what was stored before a crash, without asking for a second signature', async () => {
    const w = await world();
    const events = w.record(released());
    const first = good(await sealRecord(request(w, events)));
    w.ledger.append([{ kind: 'note', payload: { text: 'something else happened meanwhile' } }]);
    const unable = w.operator && { ...w.operator, sign: async () => fail('gone', 'the key is gone') };
    const second = good(await sealRecord({ ...request(w, events), operator: unable }));
    expect(second).toEqual(first);
  });

  it('does not take up what was changed on disk, but makes it anew', async () => {
    const w = await world();
    const events = w.record(released());
    const first = good(await sealRecord(request(w, events)));
    const path = join(first.folder, 'record.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('released', 'rolled_back'));
    const second = good(await sealRecord(request(w, events)));
    expect(second.sha256).toBe(first.sha256);
    expect(readFileSync(path, 'utf8')).toContain('released');
  });

  it('says that a sealed record is in the ledger already', async () => {
    const w = await world();
    w.record(released());
    const first = await w.seal();
    const second = await w.seal();
    expect(second).toEqual({ ...first, inLedger: true });
  });

  it('is not disturbed by what a killed attempt left behind', async () => {
    const w = await world();
    const events = w.record(released());
    const leftover = join(w.dataDir, 'records', RUN, '.release.123.abcd');
    mkdirSync(leftover, { recursive: true });
    writeFileSync(join(leftover, 'record.json'), '{"v":1');
    expect(readStoredRecord(w.dataDir, RUN, 'release')).toMatchObject({ error: { code: 'no_record' } });
    expect(good(await sealRecord(request(w, events))).folder.endsWith('release')).toBe(true);
  });
});
