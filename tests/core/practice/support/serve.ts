/** A program that serves a practice for a data folder, as `holdpoint practice serve` does. */
import { servePractice } from '../../../../src/core/practice/serve';

const [dataDir, resourcesDir] = process.argv.slice(2);
if (dataDir === undefined || resourcesDir === undefined) throw new Error('usage: serve DATA RESOURCES');
const result = await servePractice({
  dataDir,
  resourcesDir,
  nodeRunner: { command: process.execPath, args: [], env: {} },
  signal: new AbortController().signal,
});
if (!result.ok) process.stderr.write(`${result.error.message}\n`);
process.exitCode = result.ok ? 0 : 1;
