/** Records of closed runs: sealed by device and operator, exported as bundles, verified. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '@domain/kernel/result';
import type { Recorded, Via } from '@domain/run/event';
import type { RunState } from '@domain/run/state';
import type { Runs } from '../engine/runs';
import type { OpenLedger } from '../ledger/open-ledger';
import type { FileOutputs } from '../outputs/output-store';
import { type ExportedBundle, exportBundle } from '../records/export-bundle';
import { sealRecord } from '../records/seal';
import type { OperatorSigner } from '../records/signer';
import { type VerifyOptions, type VerifyReport, verifyBundle } from '../records/verify-bundle';
import type { DeviceKey } from '../signing/device-key';
import type { AppOptions } from './options';

export interface RecordsService {
  /** Seals the record of a run that has ended, once. Does nothing when the ledger names it already. */
  seal(runId: string): Promise<Result<{ readonly sha256: string }>>;
  export(request: ExportRun): Promise<Result<ExportedBundle>>;
  /** Where an export goes when nobody chose a place. */
  defaultPlace(run: RunState, zip: boolean): string;
  verify(path: string, options?: VerifyOptions): Promise<VerifyReport>;
}

export interface ExportRun {
  readonly runId: string;
  readonly to: string;
  readonly zip: boolean;
  readonly via: Via;
}

export interface RecordsParts {
  readonly options: AppOptions;
  readonly ledger: OpenLedger;
  readonly device: DeviceKey;
  readonly outputs: FileOutputs;
  readonly runs: Runs;
  /** The operator's key; null when the person has none here, a failure when it is chosen and can't be used. */
  readonly operator: () => Promise<Result<OperatorSigner | null>>;
}

export function recordsService(parts: RecordsParts): RecordsService {
  const { options, ledger, device, outputs, runs } = parts;
  const app = { name: options.app.name, version: options.app.version };
  const sealing = new Map<string, Promise<Result<{ readonly sha256: string }>>>();

  const seal = async (runId: string): Promise<Result<{ readonly sha256: string }>> => {
    const driver = runs.ended(runId);
    if (driver === undefined) return fail('not_closed', `run ${runId} has not ended; there is no record yet`);
    const operator = await parts.operator();
    if (!operator.ok) return operator;
    const events: readonly Recorded[] = runs.events(runId);
    const place = ledger.head();
    const sealed = await sealRecord({
      dataDir: options.dataDir,
      events,
      ledger: place,
      app,
      device,
      operator: operator.value,
    });
    if (!sealed.ok) return sealed;
    const { record, sha256, signers, inLedger } = sealed.value;
    const told = inLedger ? ok(undefined) : driver.command({ type: 'sealed', record, sha256, signers });
    if (!told.ok) return told;
    ledger.checkpoint();
    return ok({ sha256 });
  };

  const sealOnce = (runId: string) => {
    const under = sealing.get(runId) ?? seal(runId).finally(() => sealing.delete(runId));
    sealing.set(runId, under);
    return under;
  };

  return {
    seal: sealOnce,
    export: async ({ runId, to, zip, via }) => {
      // A run that ended just before the app did is not sealed yet.
      const sealed = await sealOnce(runId);
      if (!sealed.ok) return sealed;
      const operator = await parts.operator();
      if (!operator.ok) return operator;
      const who = { by: options.actor, via };
      const { dataDir } = options;
      const made = await exportBundle({
        dataDir,
        ledger,
        outputs,
        runId,
        kind: null,
        to,
        zip,
        who,
        app,
        device,
        operator: operator.value,
      });
      if (!made.ok) return made;
      ledger.append([made.value.draft]);
      return made;
    },
    defaultPlace: (run, zip) => freePlace(join(options.dataDir, 'exports'), run, zip),
    verify: (path, given = {}) =>
      existsSync(path) ? verifyBundle(path, given) : Promise.resolve(nothingThere(path)),
  };
}

const nothingThere = (path: string): VerifyReport => ({
  verdict: 'not-authentic',
  lines: [{ promise: 'bytes', result: 'fail', detail: `there is nothing at ${path}` }],
});

/** `<runbook>-<day>-<run>`, with a number when that is taken: an export never replaces another. */
function freePlace(folder: string, run: RunState, zip: boolean): string {
  const name = `${run.plan.runbook.id}-${run.openedAt.slice(0, 10)}-${run.runId.slice(-8)}`;
  for (let n = 1; ; n += 1) {
    const path = join(folder, `${name}${n === 1 ? '' : `-${n}`}${zip ? '.zip' : ''}`);
    if (!existsSync(path)) return path;
  }
}
