/** The plain texts of a bundle. They promise no more than the signatures hold. */
import type { RunRecord } from '@domain/evidence/record';
import type { NamedSigner } from '@domain/evidence/record-signer';
import { visible } from '@domain/evidence/report/visible';
import { NAMESPACES } from '@domain/evidence/sshsig';
import { BUNDLE_NAMESPACE, SUMS_FILE } from '@domain/evidence/sums';
import { RECORD_FILE, signatureFile } from './stored-record';

export interface BundleFacts {
  readonly record: RunRecord;
  readonly recordSha256: string;
  /** Who signed the record, as the ledger names them. */
  readonly recordSigners: readonly NamedSigner[];
  /** Who signs this bundle. */
  readonly bundleSigners: readonly Pick<NamedSigner, 'role' | 'name'>[];
  /** The newest checkpoint in the bundle. */
  readonly checkpoint: { readonly size: number; readonly file: string; readonly device: string };
  readonly withheld: number;
  readonly missingOutputs: readonly string[];
}

/** Names in texts go into commands that people copy: quoted for a POSIX shell. */
const quoted = (text: string): string =>
  /^[A-Za-z0-9@._-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

const verify = (file: string, signature: string, name: string, namespace: string): string =>
  `ssh-keygen -Y verify -f MY_allowed_signers -I ${quoted(name)} -n ${namespace} -s ${signature} < ${file}`;

const signed = (file: string, signers: readonly Pick<NamedSigner, 'role' | 'name'>[], namespace: string) =>
  signers
    .map(({ role, name }) => `    ${verify(file, signatureFile(file, role), name, namespace)}`)
    .join('\n');

/** Text of others on one line, without what would steer a terminal. */
const shown = (text: string): string => visible(text).replaceAll('\n', ' ');

const deviceOnly = ({ recordSigners }: BundleFacts): string =>
  recordSigners.some(({ role }) => role === 'operator')
    ? ''
    : '\nNo person signed this record: the operator had no key on this machine. It is signed by the device only.\n';

const people = (signers: readonly Pick<NamedSigner, 'role' | 'name'>[]): string =>
  signers.map(({ role, name }) => `${shown(name)} (${role})`).join(', ');

export const readmeText = (facts: BundleFacts): string => `Holdpoint evidence bundle

${facts.record.record} record of run ${facts.record.run_id}
runbook            ${shown(facts.record.runbook.path)} (SHA-256 ${facts.record.runbook.sha256})
environment        ${facts.record.environment}, kind ${facts.record.run_kind}
correlation        ${facts.record.correlation_id}
release candidate  ${facts.record.release_candidate_id}
result             ${facts.record.closed.result}, recorded ${facts.record.closed.at} (time according to this machine)
record SHA-256     ${facts.recordSha256}
signed by          ${people(facts.recordSigners)}
${deviceOnly(facts)}
report.html, report.zh-CN.html   the record for reading, made from it; the record counts
VERIFY.md                        how to check this with ssh-keygen and sha256sum
verify.sh                        the same and more in one script
record.json*                     the record, its signatures and large parts
ledger.txt, payload/             every line of the ledger; contents of this run and of the ledger itself
checkpoint/                      signed states of the ledger
outputs/                         what the commands printed, secrets masked before it was stored
claimed_signers                  the keys the signers claim to have; proves nothing by itself
SHA256SUMS*                      digests of all files, signed
${facts.withheld === 0 ? '' : `\n${facts.withheld} entries belong to other runs: only their digests are here.\n`}${
  facts.missingOutputs.length === 0
    ? ''
    : `\nLeft out:\n${facts.missingOutputs.map((m) => `  ${m}\n`).join('')}`
}`;

export const verifyText = (facts: BundleFacts): string => `# Checking this bundle with stock tools

You need \`sha256sum\` and \`ssh-keygen\` (OpenSSH 8.7 or newer), and a file \`MY_allowed_signers\` from a source
you trust: your directory, your configuration repository. The file \`claimed_signers\` in this bundle shows the form, but
proves nothing about who holds the keys: anyone could have written it. Run the commands in this folder.

1. Every file is the one that was exported:

    sha256sum -c ${SUMS_FILE}

2. That list was signed by ${people(facts.bundleSigners)}:

${signed(SUMS_FILE, facts.bundleSigners, BUNDLE_NAMESPACE)}

3. The record was signed by ${people(facts.recordSigners)}:

${signed(RECORD_FILE, facts.recordSigners, NAMESPACES.record)}
${deviceOnly(facts)}
4. The ledger is the one a checkpoint was signed over; the digest printed first must stand after \`prefix-sha256\`:

    head -n ${facts.checkpoint.size} ledger.txt | sha256sum; grep prefix-sha256 ${facts.checkpoint.file}
    ${verify(facts.checkpoint.file, `${facts.checkpoint.file}.sig`, facts.checkpoint.device, NAMESPACES.checkpoint)}

Everything at once, with the chain, all checkpoints and the ids:

    sh verify.sh . MY_allowed_signers

Keep \`${facts.checkpoint.file}\`: given to \`verify.sh\` as a third argument with a later bundle of the same ledger
(\`${facts.record.ledger.origin}\`), it shows whether anything before it was changed since.

In PowerShell there is no \`<\`: use \`cmd /c "ssh-keygen ... < ${RECORD_FILE}"\`. Mail programs, editors and git
may change line ends and so every digest: pass the bundle on as a zip.

## What this shows, and what it does not

- It shows what this machine recorded, in which order, and which keys signed it. Nothing was changed after it was
  signed.
- Times are according to this machine. Order is shown by the chain, not by times.
- It does not show that the machine was honest: a compromised machine can record and sign false facts from then on.
- It can't show by itself that the end of the ledger was not cut together with its checkpoints. A checkpoint you kept
  shows it.
- A signature says that a key was used. Whether the key was the person's to use is for your allowed_signers to say.
`;
