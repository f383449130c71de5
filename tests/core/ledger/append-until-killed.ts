/** Child process of storage.test.ts: appends until it is killed and says on stdout what was acknowledged. */
import { writeSync } from 'node:fs';
import { openLedger } from '@core/ledger/open';
import { deviceKey } from '@core/signing/device-key';

const folder = process.argv[2] ?? '';
const device = await deviceKey(folder);
if (!device.ok) throw new Error(device.error.message);
const clock = { now: () => new Date().toISOString() };
const ledger = openLedger(folder, { device: device.value, clock, app: { name: 'child', version: '0' } });
if (!ledger.ok) throw new Error(ledger.error.message);
if (ledger.value.mode !== 'writer') throw new Error(ledger.value.why?.message);
for (let n = 0; ; n++) {
  const made = ledger.value.append([{ kind: 'note', payload: { n, run_id: 'r1' } }]);
  if (n % 25 === 24) ledger.value.checkpoint();
  writeSync(1, made.map((e) => e.line).join(''));
}
