/** A program that starts a practice, prints what one needs to reach it, and waits to be killed. */
import { join } from 'node:path';
import { startPractice } from '../../../../src/core/practice/practice';

const [dir, resourcesDir] = process.argv.slice(2);
if (dir === undefined || resourcesDir === undefined) throw new Error('usage: hold DIR RESOURCES');
const practice = await startPractice({
  dir: join(dir),
  resourcesDir,
  nodeRunner: { command: process.execPath, args: [], env: {} },
  signal: new AbortController().signal,
});
const { target, knownHostsLine, clientKeyPath, root } = practice;
process.stdout.write(`${JSON.stringify({ target, knownHostsLine, clientKeyPath, root })}\n`);
process.on('SIGTERM', () => void practice.stop());
