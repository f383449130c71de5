/** A sealed run in a real ledger with real keys, made by the real decider. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordedEvents, toDraft } from '@core/engine/event-codec';
import { openLedger } from '@core/ledger/open';
import type { OpenLedger } from '@core/ledger/open-ledger';
import type { OutputKey, OutputStore } from '@core/ports';
import { type ExportedBundle, exportBundle } from '@core/records/export-bundle';
import { type SealedRecord, sealRecord } from '@core/records/seal';
import type { OperatorSigner } from '@core/records/signer';
import { type DeviceKey, deviceKey } from '@core/signing/device-key';
import { ok, type Result } from '@domain/kernel/result';
import type { RunPlan } from '@domain/plan/plan';
import type { Recorded, RunEvent } from '@domain/run/event';
import { onTestFinished } from 'vitest';
import { aChange, anAttest, aPlan, aRollout, aStep } from '../../support/builders/plan';
import { type Scenario, scenario } from '../../support/scenario';
import { tempDir } from '../../support/temp-dir';

export const APP = { name: 'holdpoint', version: '0.1.0' };
export const RUN = '0197a000-0000-7000-8000-000000000001';
export const OTHER_RUN = '0197a000-0000-7000-8000-00000000000f';

/** Says what it was last told: entries get the times of the events they hold. */
class SetClock {
  private at = '2025-12-31T23:59:00.000Z';
  now(): string {
    return this.at;
  }
  set(at: string): void {
    this.at = at;
  }
}

/** A person whose key lies in a file, as ssh-keygen made it; signs with ssh-keygen itself. */
export function person(name: string, type = 'ed25519'): OperatorSigner {
  const folder = tempDir();
  const key = join(folder, 'id');
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', name, '-f', key]);
  return {
    name,
    publicKey: readFileSync(`${key}.pub`, 'utf8').trim(),
    sign: async (namespace, bytes) => {
      const signature = execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-f', key, '-n', namespace], {
        input: bytes,
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      return ok(signature.toString());
    },
  };
}

const OUTPUT = 'switching to 1.5.0\n';
const outputDigest = {
  bytes: OUTPUT.length,
  lines: 1,
  sha256: createHash('sha256').update(OUTPUT).digest('hex'),
  masked: 0,
  truncated: false,
};

/** Outputs as plain files. */
function outputsIn(folder: string): OutputStore & { write(key: OutputKey, text: string): void } {
  const file = ({ runId, step, target, attempt }: OutputKey) =>
    join(folder, runId, `${step}.${target ?? 'local'}.${attempt}`);
  return {
    open: () => {
      throw new Error('nothing runs here');
    },
    path: file,
    write: (key, text) => {
      mkdirSync(join(folder, key.runId), { recursive: true });
      writeFileSync(file(key), text);
    },
  };
}

export const thePlan = (over: Partial<RunPlan> = {}): RunPlan =>
  aPlan(
    [
      anAttest('docs'),
      aStep({ id: 'tests', targets: [], action: { type: 'local', script: 'npm test' } }),
      aChange('switch'),
      aRollout(),
    ],
    over,
  );

/** Attested, deployed, rolled out with a breach at 100 %, rolled back on a person's word. */
export function rolledBack(plan = thePlan()): Scenario {
  const run = scenario(plan);
  run.when({
    type: 'identified',
    target: {
      target: 'app',
      host_key_type: 'ssh-ed25519',
      host_key_sha256: 'SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
      hostname: 'app-1',
      clock_offset_ms: -12,
    },
  });
  run.answers('yes', 'read on Tuesday');
  run.ends();
  run.ends({
    output: outputDigest,
    files: [{ path: '/opt/orders/current', bytes: 12, sha256: 'b'.repeat(64) }],
  });
  run.ends().samples('0.001', 5);
  run.ends().samples('0.5', 4);
  run.answers('rollback', 'customers see errors');
  run.ends().ends();
  return run;
}

export const released = (plan = thePlan()): Scenario => {
  const run = scenario(plan);
  run.answers('yes').ends().ends({ output: outputDigest });
  run.ends().samples('0.001', 5);
  run.ends().samples('0.001', 5);
  return run;
};

export interface World {
  readonly dataDir: string;
  readonly device: DeviceKey;
  readonly ledger: OpenLedger;
  readonly outputs: ReturnType<typeof outputsIn>;
  readonly operator: OperatorSigner | null;
  /** Stores the events of a played run under a run id. */
  record(run: Scenario, runId?: string): readonly Recorded[];
  seal(runId?: string): Promise<SealedRecord>;
  bundle(over?: { to?: string; zip?: boolean; runId?: string }): Promise<ExportedBundle>;
}

export function good<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

export async function world(operator: OperatorSigner | null = person('ann')): Promise<World> {
  const dataDir = join(tempDir(), 'data');
  const device = good(await deviceKey(dataDir));
  const clock = new SetClock();
  const ledger = good(openLedger(dataDir, { device, clock, app: APP }));
  onTestFinished(() => ledger.close());
  const outputs = outputsIn(join(dataDir, 'outputs'));
  const append = (event: RunEvent, at: string) => {
    clock.set(at);
    ledger.append([toDraft(event)]);
  };
  const eventsOf = (runId: string) => [...recordedEvents(ledger.readRun(runId))];
  return {
    dataDir,
    device,
    ledger,
    outputs,
    operator,
    record: (run, runId = RUN) => {
      // The commands of the run carry its id too.
      for (const { event, at } of run.events)
        append(JSON.parse(JSON.stringify(event).replaceAll(RUN, runId)) as RunEvent, at);
      outputs.write({ runId, step: 'switch', target: 'app', attempt: 1 }, OUTPUT);
      return eventsOf(runId);
    },
    seal: async (runId = RUN) => {
      const events = eventsOf(runId);
      const sealed = good(
        await sealRecord({ dataDir, events, ledger: ledger.head(), device, operator, app: APP }),
      );
      const last = events.at(-1);
      if (last === undefined) throw new Error('no run');
      const { run_id, correlation_id, release_candidate_id } = last.event;
      if (!sealed.inLedger)
        append(
          {
            kind: 'record.sealed',
            run_id,
            correlation_id,
            release_candidate_id,
            record: sealed.record,
            record_sha256: sealed.sha256,
            signers: [...sealed.signers],
          },
          last.at,
        );
      ledger.checkpoint();
      return sealed;
    },
    bundle: async ({ to = join(tempDir(), 'bundle'), zip = false, runId = RUN } = {}) =>
      good(
        await exportBundle({
          dataDir,
          ledger,
          outputs,
          device,
          operator,
          runId,
          kind: null,
          to,
          zip,
          who: { by: 'ann', via: 'terminal' },
          app: APP,
        }),
      ),
  };
}

/** A world with one run, rolled back, sealed and exported. */
export async function exportedWorld(operator?: OperatorSigner | null) {
  const w = operator === undefined ? await world() : await world(operator);
  w.record(rolledBack());
  const sealed = await w.seal();
  const bundle = await w.bundle();
  return { ...w, sealed, bundle, bundleAgain: w.bundle };
}

/** An allowed_signers file of the auditor's own, with the claimed lines or others. */
export function allowedSigners(text: string): string {
  const path = join(tempDir(), 'allowed_signers');
  writeFileSync(path, text);
  return path;
}
