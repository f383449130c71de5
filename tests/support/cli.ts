/** The built command line as a process, as a person or a script would run it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { repo } from './holdpoint';

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly dataDir: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

export const practiceRunbook = join(repo, 'resources/runbooks/practice/release.yaml');
export const practiceAnswers = join(repo, 'resources/runbooks/practice/answers.yaml');

export const practiceRun = (version: string, ...more: readonly string[]): readonly string[] => [
  ...['run', practiceRunbook, '--env', 'practice', '--kind', 'practice', '--input', `version=${version}`],
  ...more,
];

/** Never a terminal: standard input is closed, or holds `stdin`. */
export function holdpoint(args: readonly string[], options: CliOptions): Promise<CliResult> {
  const entry = join(repo, 'out', 'cli', 'index.js');
  const env = { ...process.env, NO_COLOR: '1', HOME: options.dataDir, SSH_AUTH_SOCK: '', ...options.env };
  const child = spawn(process.execPath, [entry, '--data-dir', options.dataDir, ...args], {
    cwd: options.cwd ?? repo,
    env,
    stdio: 'pipe',
  });
  child.stdin.end(options.stdin ?? '');
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
  });
}
