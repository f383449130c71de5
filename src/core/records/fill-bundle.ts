/** Fills an empty folder with a bundle's files, SHA256SUMS and its signatures last. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointFile } from '@domain/evidence/checkpoint';
import { parsePublicKey } from '@domain/evidence/public-key';
import { reportHtml } from '@domain/evidence/report/report';
import { parseArmour } from '@domain/evidence/sshsig';
import { BUNDLE_NAMESPACE, SUMS_FILE } from '@domain/evidence/sums';
import { type Failure, ok, type Result } from '@domain/kernel/result';
import type { OpenLedger } from '../ledger/open-ledger';
import type { StoredCheckpoint } from '../ledger/stored-checkpoint';
import type { OutputStore } from '../ports';
import { writeCheckpoints, writeLedger } from './bundle-ledger';
import { writeOutputs } from './bundle-outputs';
import { type BundleFacts, readmeText, verifyText } from './bundle-texts';
import { BundleWriter } from './bundle-writer';
import { type ClaimedSigner, claimedSigners } from './claimed-signers';
import type { SealedInLedger } from './sealed-record';
import { type SignCode, type Signers, signAll } from './signer';
import { RECORD_FILE, signatureFile } from './stored-record';
import { VERIFY_SCRIPT } from './verify-script';

export interface BundleSource extends Signers {
  readonly ledger: OpenLedger;
  readonly outputs: OutputStore;
  readonly runId: string;
}

export interface FilledBundle {
  /** All files, SHA256SUMS and its signatures too. */
  readonly names: readonly string[];
  readonly bytes: number;
  readonly sums: string;
  readonly notices: readonly string[];
}

export const REPORTS = { 'report.html': 'en', 'report.zh-CN.html': 'zh-CN' } as const;

export async function fillBundle(
  folder: string,
  source: BundleSource,
  sealed: SealedInLedger,
  checkpoint: StoredCheckpoint,
): Promise<Result<FilledBundle, Failure<SignCode>>> {
  const bundle = new BundleWriter(folder);
  const notices = writeEvidence(bundle, source, sealed, checkpoint);
  const sums = bundle.writeSums();
  const signed = await signAll(source, BUNDLE_NAMESPACE, Buffer.from(sums));
  if (!signed.ok) return signed;
  const signatures = signed.value.map(({ signer, armoured }) => {
    const name = signatureFile(SUMS_FILE, signer.role);
    bundle.putUnlisted(name, armoured);
    return name;
  });
  const names = [...bundle.names, SUMS_FILE, ...signatures];
  const bytes = names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  return ok({ names, bytes, sums, notices });
}

function writeEvidence(
  bundle: BundleWriter,
  source: BundleSource,
  sealed: SealedInLedger,
  { checkpoint }: StoredCheckpoint,
): readonly string[] {
  writeRecord(bundle, sealed);
  const { withheld } = writeLedger(bundle, source.ledger, source.runId, checkpoint.size);
  const checkpoints = source.ledger.checkpoints().filter((c) => c.checkpoint.size <= checkpoint.size);
  writeCheckpoints(bundle, checkpoints);
  const missingOutputs = writeOutputs(bundle, source.outputs, source.runId, sealed.whole.attempts);
  const facts = factsOf(source, sealed, checkpoint.size, withheld, missingOutputs);
  writeTexts(bundle, source, sealed, facts);
  return missingOutputs;
}

function writeRecord(bundle: BundleWriter, { stored }: SealedInLedger): void {
  bundle.put(RECORD_FILE, stored.bytes);
  for (const [role, armoured] of stored.signatures) bundle.put(signatureFile(RECORD_FILE, role), armoured);
  for (const [file, bytes] of stored.attachments) bundle.put(file, bytes);
}

function factsOf(
  { device, operator }: Signers,
  { stored, signers }: SealedInLedger,
  size: number,
  withheld: number,
  missingOutputs: readonly string[],
): BundleFacts {
  const machine = { role: 'device', name: device.name } as const;
  return {
    record: stored.record,
    recordSha256: stored.sha256,
    recordSigners: signers,
    bundleSigners: operator === null ? [machine] : [{ role: 'operator', name: operator.name }, machine],
    checkpoint: { size, file: `checkpoint/${checkpointFile(size)}`, device: device.name },
    withheld,
    missingOutputs,
  };
}

function writeTexts(
  bundle: BundleWriter,
  source: BundleSource,
  { stored, whole, signers }: SealedInLedger,
  facts: BundleFacts,
): void {
  bundle.put('README.txt', readmeText(facts));
  bundle.put('VERIFY.md', verifyText(facts));
  bundle.put('verify.sh', VERIFY_SCRIPT, 0o755);
  bundle.put('claimed_signers', claimedSigners(claimsOf(source, stored.signatures, facts)));
  for (const [file, language] of Object.entries(REPORTS))
    bundle.put(file, reportHtml(whole, { language, recordSha256: stored.sha256, signers }));
}

/** Those who signed the record and those who sign the bundle; often the same. */
function claimsOf(
  { device, operator }: Signers,
  signatures: ReadonlyMap<'operator' | 'device', string>,
  { recordSigners }: BundleFacts,
): readonly ClaimedSigner[] {
  const ofRecord = recordSigners.flatMap(({ role, name }): ClaimedSigner[] => {
    const signature = parseArmour(signatures.get(role) ?? '');
    return signature.ok ? [{ role, name, blob: signature.value.publicKey }] : [];
  });
  const person = operator === null ? null : parsePublicKey(operator.publicKey);
  const ofBundle: ClaimedSigner[] = [{ role: 'device', name: device.name, blob: device.blob }];
  if (person?.ok && operator !== null)
    ofBundle.push({ role: 'operator', name: operator.name, blob: person.value.blob });
  return [...ofRecord, ...ofBundle];
}
