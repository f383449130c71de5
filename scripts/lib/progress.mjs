// A bar on a terminal, a line now and then elsewhere.
import { say } from './say.mjs';

const width = 28;

/** Call `at(bytes)` as work goes on and `end()` once; `total` in bytes. */
export function progress(label, total, stream = process.stderr) {
  let shown = -1;
  const at = (bytes) => {
    const share = Math.min(1, bytes / total);
    const step = stream.isTTY ? Math.floor(share * 100) : Math.floor(share * 4) * 25;
    if (step === shown) return;
    shown = step;
    if (stream.isTTY) stream.write(`\r${label} ${bar(share)} ${megabytes(bytes)} of ${megabytes(total)}`);
    else say(`${label}: ${step} % of ${megabytes(total)}`);
  };
  return { at, end: () => stream.isTTY && stream.write('\n') };
}

function bar(share) {
  const full = Math.round(share * width);
  return `[${'#'.repeat(full)}${'.'.repeat(width - full)}]`;
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
