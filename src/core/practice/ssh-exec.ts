/** Runs what an SSH client asks for as a real child process, and tells the truth about how it ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { ServerChannel, Session } from 'ssh2';

export interface ExecSettings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Told of every process group, so that none outlives the practice. */
  readonly groups: ProcessGroups;
}

export interface ProcessGroups {
  add(group: number): void;
  remove(group: number): void;
}

function reportExit(channel: ServerChannel, code: number | null, signal: string | null): void {
  // RFC 4254 6.10 wants the signal's name without SIG.
  if (signal !== null) channel.exit(signal.replace(/^SIG/, ''), false, '');
  else if (code !== null) channel.exit(code);
}

/** Both ways with back-pressure. The channel ends when the last holder of the pipes is gone, as with sshd. */
function connect(child: ChildProcess, channel: ServerChannel): void {
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error('the child has no pipes');
  // A command that does not read its input closes the pipe; that is its right.
  stdin.on('error', () => channel.unpipe(stdin));
  channel.pipe(stdin);
  stdout.pipe(channel, { end: false });
  stderr.pipe(channel.stderr, { end: false });
  child.on('close', () => channel.stderr.end(() => channel.end()));
  channel.on('close', () => {
    // The client is gone: the command goes on, as under sshd, and gets EOF and EPIPE.
    stdin.end();
    stdout.destroy();
    stderr.destroy();
  });
}

function start(command: string, channel: ServerChannel, settings: ExecSettings): ChildProcess {
  const child = spawn('/bin/sh', ['-c', command], {
    cwd: settings.cwd,
    env: settings.env,
    detached: true, // a session and process group of its own
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const group = child.pid;
  if (group !== undefined) settings.groups.add(group);
  child.on('error', (error) => {
    channel.stderr.write(`practice: cannot start /bin/sh: ${error.message}\n`);
    channel.exit(127);
    channel.end();
  });
  child.on('exit', (code, signal) => {
    if (group !== undefined) settings.groups.remove(group);
    reportExit(channel, code, signal);
  });
  connect(child, channel);
  return child;
}

function signalGroup(child: ChildProcess | null, name: string): void {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, `SIG${name}`);
  } catch {
    // It ended between the check and the kill, or the name is no signal: either way nothing to deliver.
  }
}

/** Serves the `exec` and `signal` requests of one session. */
export function serveExec(session: Session, settings: ExecSettings): void {
  let child: ChildProcess | null = null;
  session.on('exec', (accept, _reject, info) => {
    child = start(info.command, accept(), settings);
  });
  session.on('signal', (accept, _reject, info) => {
    signalGroup(child, info.name);
    accept?.();
  });
}
