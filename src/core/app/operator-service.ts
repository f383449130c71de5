/** The operator's key for this data folder, as the record's second signer. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ok, type Result } from '@domain/kernel/result';
import type { OperatorSigner } from '../records/signer';
import { agentSocketOf } from '../signing/agent';
import { type OperatorKeys, operatorKeys } from '../signing/operator-key';
import type { AppOptions } from './options';

export interface OperatorService {
  readonly keys: OperatorKeys;
  signer(): Promise<Result<OperatorSigner | null>>;
}

export function operatorService(
  options: AppOptions,
  askPassphrase: () => Promise<string | null>,
): OperatorService {
  const keys = operatorKeys(options.dataDir, {
    agentSocket: agentSocketOf(process.env, process.platform),
    sshDir: join(homedir(), '.ssh'),
    askPassphrase,
  });
  return {
    keys,
    signer: async () => {
      const current = await keys.current();
      if (!current.ok) return current;
      const signer = current.value;
      if (signer === null) return ok(null);
      return ok({
        name: options.actor,
        publicKey: signer.publicKey,
        sign: (ns, bytes) => signer.sign(ns, bytes),
      });
    },
  };
}
