/** One question to an ssh-agent (draft-ietf-sshm-ssh-agent, section 3): a connection, a frame out, a frame back. */
import { connect, type Socket } from 'node:net';
import { concat, sshString, u32 } from '@domain/evidence/ssh-wire';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';

/**
 * agent_gone: nobody listens there, or it hung up. agent_refused: it answered "failure".
 * agent_timeout: no whole answer in time. agent_protocol: its answer is not one of the protocol.
 */
export type AgentCode = 'agent_gone' | 'agent_refused' | 'agent_timeout' | 'agent_protocol';
export type AgentResult<T> = Result<T, Failure<AgentCode>>;

/** OpenSSH's own limit for a message (AGENT_MAX_LEN). */
export const MAX_FRAME_BYTES = 256 * 1024;

function whyGone(socketPath: string, error: NodeJS.ErrnoException): string {
  const what = error.code === 'EACCES' ? 'may not be opened' : 'does not answer';
  return `the ssh-agent at ${socketPath} ${what} (${error.code ?? 'unknown'})`;
}

/** Gathers bytes until a frame is whole; null while it is not. */
function frameReader(): (chunk: Buffer) => AgentResult<Uint8Array> | null {
  let held = Buffer.alloc(0);
  return (chunk) => {
    held = Buffer.concat([held, chunk]);
    if (held.length < 4) return null;
    const length = held.readUInt32BE(0);
    if (length > MAX_FRAME_BYTES) return fail('agent_protocol', `the ssh-agent announced ${length} bytes`);
    if (length === 0) return fail('agent_protocol', 'the ssh-agent sent an empty answer');
    if (held.length > 4 + length) return fail('agent_protocol', 'the ssh-agent sent more than one answer');
    return held.length === 4 + length ? ok(Uint8Array.from(held.subarray(4))) : null;
  };
}

function exchange(
  socket: Socket,
  socketPath: string,
  limitMs: number,
  settle: (answer: AgentResult<Uint8Array>) => void,
): void {
  const late = `the ssh-agent did not answer within ${limitMs / 1000} s`;
  const timer = setTimeout(() => settle(fail('agent_timeout', late)), limitMs);
  const read = frameReader();
  socket.on('data', (chunk: Buffer) => {
    const answer = read(chunk);
    if (answer !== null) settle(answer);
  });
  socket.on('error', (error) => settle(fail('agent_gone', whyGone(socketPath, error))));
  socket.on('close', () => {
    clearTimeout(timer);
    settle(fail('agent_gone', 'the ssh-agent hung up without an answer'));
  });
}

/**
 * Sends one message (type byte and fields) and gives the answer (type byte and fields).
 * `socketPath` is a Unix socket, or on Windows a pipe such as `\\.\pipe\openssh-ssh-agent`. Never rejects.
 */
export function askAgent(
  socketPath: string,
  message: Uint8Array,
  limitMs: number,
): Promise<AgentResult<Uint8Array>> {
  if (message.length > MAX_FRAME_BYTES)
    return Promise.resolve(fail('agent_protocol', 'the message is larger than an ssh-agent takes'));
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    // The first of answer, error, end and time limit counts; `close` follows each and clears the timer.
    exchange(socket, socketPath, limitMs, (answer) => {
      resolve(answer);
      socket.destroy();
    });
    socket.write(sshString(message));
  });
}

/** The bytes of a signing request: message 13. */
export const signRequest = (blob: Uint8Array, data: Uint8Array, flags: number): Uint8Array =>
  concat(Uint8Array.of(13), sshString(blob), sshString(data), u32(flags));
