// Child processes for the scripts: node: imports only.
import { spawn } from 'node:child_process';

/**
 * Runs to the end. `quiet` keeps the output and gives it back; otherwise it goes to `stdout` (default stderr, so that
 * a command's own stdout stays clean). Never throws for an exit code: the caller judges `{ code, signal, output }`.
 */
export function run(command, args, { cwd, env = process.env, quiet = false, stdout = 2, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', stdout, 2];
    const child = spawn(command, args, { cwd, env, stdio, timeout: timeoutMs });
    let output = '';
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, output }));
  });
}

/**
 * Becomes the child, as far as one process can: same terminal, signals passed on, same end. Ctrl-C on a terminal
 * reaches the whole process group by itself, so it is only waited out here.
 */
export function become(command, args, { cwd, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];
    const pass = (signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of signals) process.on(signal, pass);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      for (const each of signals) process.off(each, pass);
      resolve({ code, signal });
    });
  });
}

/** Ends this process as another one ended: its exit code, or death by the same signal. */
export function endLike({ code, signal }) {
  if (signal) process.kill(process.pid, signal);
  process.exit(code ?? 70);
}
