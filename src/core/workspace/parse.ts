import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Result } from '@domain/kernel/result';
import type { Problem } from '@domain/runbook/problem';
import { fileProblem, type ParsedYaml, parseYaml } from '@domain/runbook/source';

/** Reads YAML text from outside. Never throws for what a file can hold. */
export interface YamlParser {
  parse(text: string, file: string): Promise<Result<ParsedYaml, Problem[]>>;
}

export interface ParseRequest {
  readonly text: string;
  readonly file: string;
}
export type ParseAnswer = Result<ParsedYaml, Problem[]>;

const TIME_LIMIT_MS = 5000;
/** A worker of its own for each file: a hostile one takes nothing with it. */
const LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };

/**
 * Where the build puts the worker: out/core/parse-worker.js. Bundles and shared chunks all lie one folder below
 * `out`, so the way there is the same from each.
 */
export const builtWorker = (): string => fileURLToPath(new URL('../core/parse-worker.js', import.meta.url));

/**
 * Parses in a worker thread with bounded memory and time. A worker that dies or hangs is a problem of the file.
 * Throws when the worker file is missing: that is a broken build.
 */
export function workerParser(workerFile: string, timeLimitMs: number = TIME_LIMIT_MS): YamlParser {
  if (!existsSync(workerFile)) throw new Error(`the parser's worker is missing: ${workerFile}`);
  return { parse: (text, file) => parseOnce(workerFile, timeLimitMs, { text, file }) };
}

/** Parses on this thread, without those limits: for tests, and for files that come with the app. */
export const inlineParser: YamlParser = {
  parse: (text, file) => Promise.resolve(parseYaml(text, file)),
};

function parseOnce(workerFile: string, timeLimitMs: number, request: ParseRequest): Promise<ParseAnswer> {
  const worker = new Worker(workerFile, { workerData: request, resourceLimits: LIMITS, stdin: false });
  return new Promise((resolve) => {
    const refuse = (code: 'timeout' | 'yaml', message: string) =>
      settle({ ok: false, error: [fileProblem(request.file, code, message)] });
    const timer = setTimeout(
      () => refuse('timeout', `reading the file took longer than ${timeLimitMs} ms`),
      timeLimitMs,
    );
    let settled = false;
    const settle = (answer: ParseAnswer) => {
      // Ending the thread makes it say "exit", which must not overrule what was known before.
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      // Its end says nothing more: the answer is here, or is given up.
      worker.terminate().then(
        () => resolve(answer),
        () => resolve(answer),
      );
    };
    worker.once('message', settle);
    worker.once('error', (error) => refuse('yaml', `the file could not be read: ${error.message}`));
    worker.once('exit', (code) => refuse('yaml', `the reader of the file ended with code ${code}`));
  });
}
