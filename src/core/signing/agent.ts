/** A person's ssh-agent: what keys it holds, and signatures by them. Raw protocol, since ssh2 hides security keys. */
import { fingerprint } from '@domain/evidence/public-key';
import { readWire, type WireReader } from '@domain/evidence/ssh-wire';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import { type AgentCode, type AgentResult, askAgent, signRequest } from './agent-request';
import { sha256 } from './digest';
import { cleanComment } from './key-comment';
import { publicKeyObject } from './public-key-object';

export interface AgentIdentity {
  readonly type: string;
  readonly blob: Uint8Array;
  readonly fingerprint: string;
  /** Cleaned for showing. */
  readonly comment: string;
  /** Why Holdpoint can't sign with it (a certificate, a kind it can't check), null when it can. */
  readonly unusable: string | null;
}

export interface AgentLimits {
  readonly listMs: number;
  /** Long: a person may have to touch a security key or confirm a dialog. */
  readonly signMs: number;
}
export const AGENT_LIMITS: AgentLimits = { listMs: 5000, signMs: 60_000 };

/** Message numbers and the flag of draft-ietf-sshm-ssh-agent, sections 5 and 6. */
const FAILURE = 5;
const REQUEST_IDENTITIES = 11;
const IDENTITIES_ANSWER = 12;
const SIGN_RESPONSE = 14;
const RSA_SHA2_512 = 4;

const WINDOWS_PIPE = '\\\\.\\pipe\\openssh-ssh-agent';

/** Where this machine's agent listens: SSH_AUTH_SOCK, on Windows OpenSSH's pipe, else null. */
export function agentSocketOf(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string | null {
  const named = env.SSH_AUTH_SOCK;
  if (named !== undefined && named !== '') return named;
  return platform === 'win32' ? WINDOWS_PIPE : null;
}

function whyUnusable(type: string, blob: Uint8Array): string | null {
  if (type.includes('-cert-')) return 'certificates are not supported; choose the plain key';
  const key = publicKeyObject(blob);
  return key.ok ? null : key.error.message;
}

function typeOf(blob: Uint8Array): string {
  const type = readWire(blob, (r) => {
    const name = r.name();
    r.take(r.rest());
    return name;
  });
  return type.ok ? type.value : 'unknown';
}

function identity(blob: Uint8Array, comment: string): AgentIdentity {
  const type = typeOf(blob);
  const unusable = whyUnusable(type, blob);
  return { type, blob, fingerprint: fingerprint(blob, sha256), comment: cleanComment(comment), unusable };
}

function readIdentities(r: WireReader): AgentIdentity[] {
  const count = r.u32();
  const identities: AgentIdentity[] = [];
  // A false count ends at the first missing field: the reader is bounded by the frame.
  for (let i = 0; i < count; i++) {
    const blob = r.bytes();
    identities.push(identity(blob, Buffer.from(r.bytes()).toString('utf8')));
  }
  return identities;
}

const REFUSED_TO_SIGN =
  'the ssh-agent refused to sign: it may be locked (unlock it with ssh-add -X), the key may have been removed ' +
  'or be limited to certain hosts (ssh-add -h), or the confirmation was declined';

/** The fields of an answer of the wanted type. */
function fieldsOf<T>(
  answer: Uint8Array,
  wanted: number,
  refused: string,
  read: (r: WireReader) => T,
): AgentResult<T> {
  const [type] = answer;
  if (type === FAILURE) return fail('agent_refused', refused);
  if (type !== wanted) return fail('agent_protocol', `the ssh-agent answered with message ${type}`);
  const fields = readWire(answer.subarray(1), read);
  return fields.ok
    ? ok(fields.value)
    : fail('agent_protocol', `the answer of the ssh-agent is malformed: ${fields.error.message}`);
}

/** All identities of the agent. A locked OpenSSH agent says that it holds none. */
export async function agentIdentities(
  socketPath: string,
  limits: AgentLimits = AGENT_LIMITS,
): Promise<Result<readonly AgentIdentity[], Failure<AgentCode>>> {
  const answer = await askAgent(socketPath, Uint8Array.of(REQUEST_IDENTITIES), limits.listMs);
  if (!answer.ok) return answer;
  return fieldsOf(answer.value, IDENTITIES_ANSWER, 'the ssh-agent refused to list its keys', readIdentities);
}

/** The wire form of a signature over `data`. RSA with SHA-512 only. */
export async function agentSign(
  socketPath: string,
  key: Pick<AgentIdentity, 'blob' | 'type'>,
  data: Uint8Array,
  limits: AgentLimits = AGENT_LIMITS,
): Promise<Result<Uint8Array, Failure<AgentCode>>> {
  const flags = key.type === 'ssh-rsa' ? RSA_SHA2_512 : 0;
  const answer = await askAgent(socketPath, signRequest(key.blob, data, flags), limits.signMs);
  if (!answer.ok) return answer;
  return fieldsOf(answer.value, SIGN_RESPONSE, REFUSED_TO_SIGN, (r) => r.bytes());
}
