/** The composition root: one data folder opened, every part joined. Window and terminal use the same. */
import { join } from 'node:path';
import type { Failure, Result } from '@domain/kernel/result';
import { fail, ok } from '@domain/kernel/result';
import { createRuns, type Runs } from '../engine/runs';
import { openLedger } from '../ledger/open';
import type { OpenLedger } from '../ledger/open-ledger';
import { type FileOutputs, outputStore } from '../outputs/output-store';
import { type DeviceKey, deviceKey } from '../signing/device-key';
import { systemClock } from '../system/clock';
import { systemIds } from '../system/ids';
import { type SettingsStore, settingsFile } from '../system/settings';
import { builtWorker, workerParser, type YamlParser } from '../workspace/parse';
import { Workspace } from '../workspace/workspace';
import { type OperatorService, operatorService } from './operator-service';
import type { AppOptions } from './options';
import { performFor } from './perform-for';
import { type PracticeService, practiceService } from './practice-service';
import { transportFor } from './reach';
import { type RecordsService, recordsService } from './records-service';

export interface Holdpoint {
  readonly options: AppOptions;
  readonly ledger: OpenLedger;
  readonly device: DeviceKey;
  readonly runs: Runs;
  readonly outputs: FileOutputs;
  readonly practice: PracticeService;
  readonly operator: OperatorService;
  readonly records: RecordsService;
  readonly settings: SettingsStore;
  workspaceAt(folder: string): Workspace;
  /** Ends what goes on here; what runs on targets goes on there. */
  close(): Promise<void>;
}

export interface OpenParts {
  readonly parser?: YamlParser;
  /** Asked when the operator's key is encrypted; null when nobody can be asked. */
  readonly askPassphrase?: () => Promise<string | null>;
}

/** Codes: those of the device key and of `openLedger`. A ledger that may only be looked at is no failure. */
export async function openHoldpoint(
  options: AppOptions,
  parts: OpenParts = {},
): Promise<Result<Holdpoint, Failure>> {
  const { dataDir } = options;
  const device = await deviceKey(dataDir);
  if (!device.ok) return fail(device.error.code, device.error.message);
  const ledger = openLedger(dataDir, {
    device: device.value,
    clock: systemClock,
    app: { name: options.app.name, version: options.app.version },
    holder: options.holder,
    readOnly: options.readOnly,
  });
  if (!ledger.ok) return fail(ledger.error.code, ledger.error.message);
  return ok(assemble(options, ledger.value, device.value, parts));
}

function assemble(options: AppOptions, ledger: OpenLedger, device: DeviceKey, parts: OpenParts): Holdpoint {
  const { dataDir } = options;
  const yaml = parts.parser ?? workerParser(builtWorker());
  const workspaceAt = (folder: string) => new Workspace(folder, yaml);
  const practice = practiceService(options);
  const outputs = outputStore(dataDir);
  const runs = createRuns({
    ledger,
    clock: systemClock,
    ids: systemIds(systemClock),
    performFor: performFor({
      clock: systemClock,
      outputs,
      transportFor: (plan) => transportFor(plan, dataDir, practice),
      workspaceAt,
    }),
  });
  const operator = operatorService(options, parts.askPassphrase ?? (async () => null));
  const records = recordsService({ options, ledger, device, outputs, runs, operator: operator.signer });
  return {
    options,
    ledger,
    device,
    runs,
    outputs,
    practice,
    operator,
    records,
    settings: settingsFile(join(dataDir, 'settings.json')),
    workspaceAt,
    close: async () => {
      await runs.detachAll();
      ledger.close();
    },
  };
}
