/** Who signed a record, as one line of `record.sealed`: `operator ann SHA256:...` or `device device-7f3a12bc SHA256:...`. */
import { type Failure, fail, ok, type Result } from '../kernel/result';

export type SignerRole = 'operator' | 'device';

export interface NamedSigner {
  readonly role: SignerRole;
  /** The person's name as in people.yaml, or the device's. A claim until an allowed_signers file says so. */
  readonly name: string;
  /** As `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
}

const LINE = /^(operator|device) (\S(?:.*\S)?) (SHA256:[A-Za-z0-9+/]{43})$/;

export const signerLine = ({ role, name, fingerprint }: NamedSigner): string =>
  `${role} ${name} ${fingerprint}`;

export function parseSignerLine(line: string): Result<NamedSigner, Failure<'signer_line'>> {
  const m = LINE.exec(line);
  if (m === null) return fail('signer_line', `no signer: ${line}`);
  const [, role, name, fingerprint] = m as unknown as [string, SignerRole, string, string];
  return ok({ role, name, fingerprint });
}
