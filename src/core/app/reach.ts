/** How targets are reached: the practice with its own fresh keys, everything else with the operator's. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fail } from '@domain/kernel/result';
import type { RunPlan } from '@domain/plan/plan';
import type { Transport } from '../ports';
import { agentSocketOf } from '../signing/agent';
import type { Credentials } from '../ssh/credentials';
import { knownHostKeys, knownHostKeysFromText } from '../ssh/host-verifier';
import { ssh2Transport } from '../ssh/ssh2-transport';
import type { PracticeService } from './practice-service';

const KEY_NAMES = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

export function transportFor(plan: RunPlan, dataDir: string, practice: PracticeService): Transport {
  return plan.environment === 'practice' ? practiceTransport(practice) : operatorTransport(dataDir);
}

/** The practice's host key is known from the process that made it; nothing of the operator's is offered to it. */
function practiceTransport(practice: PracticeService): Transport {
  return {
    connect: async (target, signal) => {
      const now = practice.status();
      if (now.state !== 'up')
        return fail('unreachable', 'the practice target is not up; start it with: holdpoint practice up');
      const { knownHostsLine, clientKeyPath } = now.access;
      const keyFile = { path: clientKeyPath, passphrase: async () => null };
      return ssh2Transport({
        hostKeys: knownHostKeysFromText(knownHostsLine, 'the practice'),
        credentials: () => ({ agentSocket: null, keyFiles: [keyFile] }),
      }).connect(target, signal);
    },
  };
}

export const knownHostsFiles = (dataDir: string): readonly string[] => [
  join(homedir(), '.ssh', 'known_hosts'),
  join(dataDir, 'known_hosts'),
  '/etc/ssh/ssh_known_hosts',
];

function operatorTransport(dataDir: string): Transport {
  return ssh2Transport({
    hostKeys: knownHostKeys(knownHostsFiles(dataDir)),
    credentials: operatorCredentials,
  });
}

/** The agent first, then the customary key files; nobody is asked for a passphrase in the middle of a step. */
const operatorCredentials = (): Credentials => ({
  agentSocket: agentSocketOf(process.env, process.platform),
  keyFiles: KEY_NAMES.map((name) => ({ path: join(homedir(), '.ssh', name), passphrase: async () => null })),
});
