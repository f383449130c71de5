/** Entry of the parser's thread (see parse.ts): one file in, one answer out. */
import { parentPort, workerData } from 'node:worker_threads';
import { parseYaml } from '@domain/runbook/source';
import type { ParseRequest } from './parse';

const { text, file } = workerData as ParseRequest;
parentPort?.postMessage(parseYaml(text, file));
