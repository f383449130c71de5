/** A ledger in a temp folder, with a clock that only moves when asked. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '@core/ledger/open';
import type { OpenLedger, OpenLedgerOptions } from '@core/ledger/open-ledger';
import { type DeviceKey, deviceKey } from '@core/signing/device-key';
import { onTestFinished } from 'vitest';

export const APP = { name: 'holdpoint', version: '0.1.0' };

export class TestClock {
  constructor(private ms = Date.parse('2026-11-22T21:00:00.000Z')) {}
  now(): string {
    this.ms += 1;
    return new Date(this.ms).toISOString();
  }
  pass(ms: number): void {
    this.ms += ms;
  }
}

export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function testDevice(folder: string): Promise<DeviceKey> {
  const device = await deviceKey(folder);
  if (!device.ok) throw new Error(device.error.message);
  return device.value;
}

/** Opens, and fails the test when that is refused. The ledger is closed when the test ends. */
export async function opened(folder: string, options: Partial<OpenLedgerOptions> = {}): Promise<OpenLedger> {
  const device = options.device ?? (await testDevice(folder));
  const ledger = openLedger(folder, { clock: new TestClock(), app: APP, ...options, device });
  if (!ledger.ok) throw new Error(`${ledger.error.code}: ${ledger.error.message}`);
  onTestFinished(() => ledger.value.close());
  return ledger.value;
}

export const note = (n: number, run = 'r1') => ({ kind: 'note', payload: { n, run_id: run } });
