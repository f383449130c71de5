/** Where the command line speaks: results for machines on stdout, everything for people on stderr. */
import { createInterface } from 'node:readline/promises';
import pc from 'picocolors';

export interface Terminal {
  /** A line for people. */
  say(line: string): void;
  /** A line for machines. */
  put(line: string): void;
  json(value: unknown): void;
  /** True when a person can be asked. */
  readonly interactive: boolean;
  /** One line typed by a person; null when the input ended. */
  ask(prompt: string): Promise<string | null>;
  /** Like `ask`, without showing what is typed. */
  askHidden(prompt: string): Promise<string | null>;
  readonly paint: typeof pc;
}

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  endWithReader(stdout);
  const interactive = stdin.isTTY === true && stderr.isTTY === true;
  return {
    say: (line) => stderr.write(`${line}\n`),
    put: (line) => stdout.write(`${line}\n`),
    json: (value) => stdout.write(`${JSON.stringify(value)}\n`),
    interactive,
    ask: (prompt) => askLine(prompt, true),
    askHidden: (prompt) => askLine(prompt, false),
    paint: pc.createColors(stderr.isTTY === true && process.env.NO_COLOR === undefined) as typeof pc,
  };
}

async function askLine(prompt: string, echo: boolean): Promise<string | null> {
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: echo });
  const closed = new Promise<null>((resolve) => lines.once('close', () => resolve(null)));
  if (!echo) process.stdin.setRawMode?.(true);
  try {
    return await Promise.race([lines.question(prompt), closed]);
  } finally {
    if (!echo) process.stdin.setRawMode?.(false);
    lines.close();
  }
}

/** Who reads our output may leave (`| head`): then there is nobody to tell more, and that is no defect. */
function endWithReader(stdout: NodeJS.WriteStream): void {
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}
