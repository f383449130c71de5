import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportedBundle } from '@core/records/export-bundle';
import { checkFiles, checkSumsSignatures } from '@core/records/verify/check-bytes';
import { bundleEvidence, ledgerName } from '@core/records/verify/evidence';
import { type BundleFiles, folderFiles } from '@core/records/verify/files';
import type { VerifyReport } from '@core/records/verify/report';
import { verifyBundle, verifyFiles } from '@core/records/verify-bundle';
import { sha256Hex } from '@core/signing/digest';
import { sumsText } from '@domain/evidence/sums';
import { describe, expect, it } from 'vitest';
import { aPlan, aStep } from '../../support/builders/plan';
import { scenario } from '../../support/scenario';
import { tempDir } from '../../support/temp-dir';
import { exportedWorld, good, OTHER_RUN, person, released, rolledBack, world } from './fixture';

const failures = (report: VerifyReport): readonly string[] =>
  report.lines.filter((line) => line.result === 'fail').map((line) => `${line.promise}: ${line.detail}`);

const claimed = ({ path }: ExportedBundle): string => readFileSync(join(path, 'claimed_signers'), 'utf8');

function copyOf(bundle: ExportedBundle): string {
  const to = join(tempDir(), 'copy');
  cpSync(bundle.path, to, { recursive: true });
  return to;
}

function edit(path: string, change: (text: string) => string): void {
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`nothing to change in ${path}`);
  writeFileSync(path, after);
}

/** The files in memory, some of them replaced (or gone: null), and SHA256SUMS made to fit, as a forger would. */
function forged(
  files: BundleFiles,
  change: Readonly<Record<string, Uint8Array | string | null>>,
): BundleFiles {
  const all = new Map(files.names.map((name) => [name, files.read(name) ?? new Uint8Array()]));
  for (const [name, data] of Object.entries(change)) {
    if (data === null) all.delete(name);
    else all.set(name, Buffer.from(data));
  }
  const listed = [...all].filter(([name]) => !name.startsWith('SHA256SUMS'));
  all.set(
    'SHA256SUMS',
    Buffer.from(sumsText(new Map(listed.map(([name, data]) => [name, sha256Hex(data)])))),
  );
  return {
    names: [...all.keys()].sort(),
    read: (name) => all.get(name) ?? null,
    sha256: (name) => {
      const data = all.get(name);
      return data === undefined ? null : sha256Hex(data);
    },
  };
}

/** Failures other than those of SHA256SUMS: what still refuses once the list has been made to fit. */
const beyondSums = (report: VerifyReport): readonly string[] =>
  failures(report).filter((line) => !line.startsWith('bytes: '));

describe('a bundle as it was exported', () => {
  it('verifies against the auditor’s own file, and says who signed', async () => {
    const { bundle } = await exportedWorld();
    const report = await verifyBundle(bundle.path, { allowedSigners: claimed(bundle) });
    expect(failures(report)).toEqual([]);
    expect(report.verdict).toBe('verified');
    expect(report.lines.map((l) => l.detail)).toContain(
      'ann signed as holdpoint.record.v1: allowed by your file',
    );
  });

  it('verifies without one, but then calls the signers claimed', async () => {
    const { bundle } = await exportedWorld();
    const report = await verifyBundle(bundle.path);
    expect(report.verdict).toBe('verified');
    const notes = report.lines.filter((line) => line.promise === 'policy');
    expect(notes.every((line) => line.result === 'note')).toBe(true);
    expect(notes.at(-1)?.detail).toContain('only claimed');
  });

  it('verifies as a zip, which comes out the same twice', async () => {
    const w = await exportedWorld();
    const signers = claimed(w.bundle);
    const [one, two] = [join(tempDir(), 'a.zip'), join(tempDir(), 'b.zip')];
    await w.bundleAgain({ to: one, zip: true });
    await w.bundleAgain({ to: two, zip: true });
    expect(sha256Hex(readFileSync(one))).toBe(sha256Hex(readFileSync(two)));
    const report = await verifyBundle(one, { allowedSigners: signers });
    expect(failures(report)).toEqual([]);
  });

  it('verifies with the device alone and says that no person signed', async () => {
    const { bundle } = await exportedWorld(null);
    const report = await verifyBundle(bundle.path, { allowedSigners: claimed(bundle) });
    expect(report.verdict).toBe('verified');
    expect(report.lines.map((l) => l.detail)).toContain('no person signed this record, only the device');
  });

  it('verifies when parts of the record are files of their own', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];
    const run = scenario(aPlan(ids.map((id) => aStep({ id }))));
    const check = { rule: 'exit', expected: 'exit 0', found: '发'.repeat(40_000), result: 'pass' } as const;
    for (const _ of ids) run.ends({ checks: [check] });
    const w = await world();
    w.record(run);
    await w.seal();
    const bundle = await w.bundle();
    const report = await verifyBundle(bundle.path);
    expect(failures(report)).toEqual([]);
    const files = good(folderFiles(bundle.path));
    const attached = files.names.filter((name) => name.endsWith('.ndjson'));
    expect(attached).toEqual(['record.attempts.ndjson', 'record.samples.ndjson', 'record.scripts.ndjson']);
    const swapped = verifyFiles(forged(files, { 'record.attempts.ndjson': '{}\n' }));
    expect(beyondSums(swapped).join()).toContain('record.attempts.ndjson is not the one the record names');
  });

  it('discloses of other runs nothing but digests', async () => {
    const w = await world();
    w.record(released(), OTHER_RUN);
    w.record(rolledBack());
    await w.seal();
    const bundle = await w.bundle();
    const report = await verifyBundle(bundle.path);
    expect(failures(report)).toEqual([]);
    expect(report.lines.find((l) => l.promise === 'payloads' && l.result === 'note')?.detail).toMatch(
      /\d+ entries of other runs are not disclosed/,
    );
    const files = good(folderFiles(bundle.path));
    for (const name of files.names)
      if (name !== 'ledger.txt') expect(Buffer.from(files.read(name) ?? '').includes(OTHER_RUN)).toBe(false);
  });
});

describe('policy', () => {
  it('is against policy, but authentic, when the auditor does not know the person', async () => {
    const { bundle } = await exportedWorld();
    const others = claimed(bundle)
      .split('\n')
      .filter((line) => !line.startsWith('ann '))
      .join('\n');
    const report = await verifyBundle(bundle.path, { allowedSigners: others });
    expect(report.verdict).toBe('against-policy');
    expect(failures(report).join()).toContain('not in your allowed_signers');
  });

  it('is against policy when the key may sign, but not as this', async () => {
    const { bundle } = await exportedWorld();
    const signoffOnly = claimed(bundle).replace(
      /^ann namespaces="[^"]*"/m,
      'ann namespaces="holdpoint.signoff.*"',
    );
    const report = await verifyBundle(bundle.path, { allowedSigners: signoffOnly });
    expect(report.verdict).toBe('against-policy');
    expect(failures(report).join()).toContain('do not let this key sign in this namespace');
  });

  it('fails closed on an allowed_signers file it can’t read', async () => {
    const { bundle } = await exportedWorld();
    expect(
      (await verifyBundle(bundle.path, { allowedSigners: '*@example.com ssh-ed25519 AAAA' })).verdict,
    ).toBe('against-policy');
  });
});

describe('a changed bundle', () => {
  it('is refused for every byte of every listed file, one at a time', async () => {
    const { bundle } = await exportedWorld();
    const files = good(folderFiles(bundle.path));
    const digests = new Map(files.names.map((name) => [name, files.sha256(name)]));
    for (const name of files.names.filter((n) => !n.startsWith('SHA256SUMS'))) {
      const bytes = Buffer.from(files.read(name) ?? '');
      const flipped: BundleFiles = {
        ...files,
        sha256: (asked) => (asked === name ? sha256Hex(bytes) : (digests.get(asked) ?? null)),
      };
      const missed: number[] = [];
      const step = name.startsWith('report') ? 97 : 1;
      for (let at = 0; at < bytes.length; at += step) {
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        if (sha256Hex(bytes) === digests.get(name)) missed.push(at);
        bytes[at] = (bytes[at] ?? 0) ^ 1;
      }
      expect(missed).toEqual([]);
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      expect(checkFiles(flipped).some((l) => l.result === 'fail' && l.detail.startsWith(name))).toBe(true);
    }
  });

  it('is refused for every byte of SHA256SUMS and its signatures', async () => {
    const { bundle } = await exportedWorld();
    const files = good(folderFiles(bundle.path));
    const key = ledgerName(bundleEvidence(files))?.deviceKey ?? null;
    const cached = new Map(files.names.map((name) => [name, files.read(name)]));
    for (const name of files.names.filter((n) => n.startsWith('SHA256SUMS'))) {
      const bytes = Buffer.from(cached.get(name) ?? '');
      const read = (asked: string) => (asked === name ? bytes : (cached.get(asked) ?? null));
      for (let at = 0; at < bytes.length; at += 1) {
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        const { lines } = checkSumsSignatures({ ...files, read }, key);
        if (lines.every((line) => line.result !== 'fail'))
          throw new Error(`byte ${at} of ${name} was not noticed`);
        bytes[at] = (bytes[at] ?? 0) ^ 1;
      }
    }
  });

  it('is refused for flips in evidence even where SHA256SUMS was made to fit', async () => {
    const { bundle } = await exportedWorld();
    const files = good(folderFiles(bundle.path));
    const evidence = files.names.filter((n) => /^(ledger|record|payload|checkpoint|outputs)/.test(n));
    for (const name of evidence) {
      const bytes = Buffer.from(files.read(name) ?? '');
      for (let at = 3; at < bytes.length; at += Math.max(1, Math.floor(bytes.length / 6))) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 1;
        const report = verifyFiles(forged(files, { [name]: changed }));
        if (beyondSums(report).length === 0) throw new Error(`byte ${at} of ${name} was not noticed`);
      }
    }
  });

  it.each([
    ['removed', (l: string[]) => l.splice(6, 1), /entry 7 is missing/],
    ['swapped', (l: string[]) => l.splice(6, 2, l[7] ?? '', l[6] ?? ''), /entry 7 stands after entry 8/],
    ['duplicated', (l: string[]) => l.splice(6, 0, l[6] ?? ''), /entry 7 is there again/],
  ])('names the ledger entry that was %s', async (_what, harm, expected) => {
    const { bundle } = await exportedWorld();
    const copy = copyOf(bundle);
    edit(join(copy, 'ledger.txt'), (text) => {
      const lines = text.split(/(?<=\n)/);
      harm(lines);
      return lines.join('');
    });
    const report = await verifyBundle(copy);
    expect(report.verdict).toBe('not-authentic');
    expect(failures(report).join('\n')).toMatch(expected);
  });

  it('names the entry whose content was changed', async () => {
    const { bundle } = await exportedWorld();
    const copy = copyOf(bundle);
    edit(join(copy, 'payload/00000003.json'), (text) => text.replace('"ann"', '"eve"'));
    expect(failures(await verifyBundle(copy)).join('\n')).toContain(
      'entry 3 is not the one that was recorded',
    );
  });

  it('does not pass with the end of the ledger cut off and its files left behind', async () => {
    const { bundle } = await exportedWorld();
    const files = good(folderFiles(bundle.path));
    const lines = Buffer.from(files.read('ledger.txt') ?? '')
      .toString()
      .split(/(?<=\n)/);
    const report = verifyFiles(forged(files, { 'ledger.txt': lines.slice(0, -2).join('') }));
    const found = failures(report).join('\n');
    expect(found).toContain('is not covered by the ledger');
    expect(found).toContain('the ledger names no record with this digest');
  });

  it('does not pass with the signature of another record', async () => {
    const one = await exportedWorld();
    const two = await world(one.operator);
    two.record(released());
    await two.seal();
    const other = good(folderFiles((await two.bundle()).path));
    const sig = 'record.json.operator.sig';
    const report = verifyFiles(forged(good(folderFiles(one.bundle.path)), { [sig]: other.read(sig) }));
    expect(beyondSums(report).join()).toContain(
      'signatures: record.json.operator.sig: the signature does not belong',
    );
  });

  it('does not pass with a signature made in another namespace', async () => {
    const { bundle, operator } = await exportedWorld();
    const files = good(folderFiles(bundle.path));
    const wrong = good(
      (await operator?.sign('file', files.read('record.json') ?? Buffer.of())) ?? { ok: true, value: '' },
    );
    const report = verifyFiles(forged(files, { 'record.json.operator.sig': wrong }));
    expect(beyondSums(report).join()).toContain('is for file, not for holdpoint.record.v1@holdpoint.dev');
  });

  it('does not pass with the person’s signature taken away or replaced by a stranger’s', async () => {
    const { bundle } = await exportedWorld();
    const files = good(folderFiles(bundle.path));
    const gone = verifyFiles(forged(files, { 'record.json.operator.sig': null }));
    expect(beyondSums(gone).join()).toContain('the ledger says that ann signed');
    const bytes = files.read('record.json') ?? Buffer.of();
    const other = good(await person('mallory').sign('holdpoint.record.v1@holdpoint.dev', bytes));
    const replaced = verifyFiles(forged(files, { 'record.json.operator.sig': other }));
    expect(beyondSums(replaced).join()).toContain('the ledger names another signer');
  });

  it('does not pass with links, files of odd names, or files nobody listed', async () => {
    const { bundle } = await exportedWorld();
    const linked = copyOf(bundle);
    rmSync(join(linked, 'README.txt'));
    symlinkSync('/etc/hostname', join(linked, 'README.txt'));
    expect((await verifyBundle(linked)).verdict).toBe('not-authentic');
    const extra = copyOf(bundle);
    writeFileSync(join(extra, 'outputs/more.log'), '');
    expect(failures(await verifyBundle(extra)).join()).toContain('outputs/more.log is not listed');
    const odd = copyOf(bundle);
    writeFileSync(join(odd, 'a\nb'), '');
    expect((await verifyBundle(odd)).verdict).toBe('not-authentic');
  });

  it('is not authentic when there is nothing, or something else', async () => {
    expect((await verifyBundle('/no/such/bundle')).verdict).toBe('not-authentic');
    expect((await verifyBundle(tempDir())).verdict).toBe('not-authentic');
  });
});

describe('a checkpoint held elsewhere', () => {
  it('shows whether the ledger still extends it', async () => {
    const w = await exportedWorld();
    const size = w.ledger.head().size;
    const held = readFileSync(join(w.bundle.path, `checkpoint/${String(size).padStart(8, '0')}.txt`), 'utf8');
    w.ledger.append([w.bundle.draft]);
    const later = await w.bundleAgain();
    expect(failures(await verifyBundle(later.path, { knownCheckpoint: held }))).toEqual([]);
    const other = await exportedWorld();
    const report = await verifyBundle(other.bundle.path, { knownCheckpoint: held });
    expect(failures(report).join()).toContain('the known checkpoint is of another ledger');
    const wrong = held.replace(/^prefix-sha256 .*$/m, `prefix-sha256 ${'0'.repeat(64)}`);
    const against = await verifyBundle(later.path, { knownCheckpoint: wrong });
    expect(against.verdict).toBe('not-authentic');
  });
});
