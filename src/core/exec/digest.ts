/** The SHA-256 of a file as the target itself computes it, to compare with what was sent. */
import { fail, ok, type Result } from '@domain/kernel/result';
import type { Connection } from '../ports';
import { runScript } from './script';

export type DigestFailureCode = 'digest_missing' | 'digest_failed' | 'lost' | 'aborted';

const SCRIPT = `[ -f "$HOLDPOINT_PATH" ] || exit 44
if command -v sha256sum >/dev/null 2>&1; then sum=$(sha256sum <"$HOLDPOINT_PATH")
elif command -v shasum >/dev/null 2>&1; then sum=$(shasum -a 256 <"$HOLDPOINT_PATH")
else sum=$(openssl dgst -sha256 -r <"$HOLDPOINT_PATH"); fi || exit 1
echo "sha256=\${sum%% *}" >"$HOLDPOINT_OUTPUT"
`;
const MISSING = 44;
const TIMEOUT_MS = 10 * 60_000;

/** 64 hex digits, or why there are none. The path travels as a variable, so it may hold anything but NUL. */
export async function remoteSha256(
  connection: Pick<Connection, 'exec'>,
  path: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<Result<string>> {
  let said = '';
  const { outcome, values } = await runScript(connection, {
    script: SCRIPT,
    exports: [{ name: 'HOLDPOINT_PATH', value: path }],
    secrets: [],
    timeoutMs: TIMEOUT_MS,
    onOutput: (chunk) => {
      said = `${said}${Buffer.from(chunk).toString('utf8')}`.slice(0, 300);
    },
    signal,
  });
  const failure = (code: DigestFailureCode, why: string) => fail(code, why, { path });
  if (outcome.kind === 'exited' && outcome.code === MISSING)
    return failure(
      'digest_missing',
      `There is no file ${path} on the target; it was not written, or it was moved.`,
    );
  const sum = values.find((value) => value.name === 'sha256')?.value ?? '';
  if (outcome.kind === 'exited' && outcome.code === 0 && /^[0-9a-f]{64}$/.test(sum)) return ok(sum);
  if (signal.aborted) return failure('aborted', `Reading the digest of ${path} was stopped.`);
  if (outcome.kind === 'lost') return failure('lost', `The digest of ${path} is not known: ${outcome.why}.`);
  const detail = 'why' in outcome ? outcome.why : said.trim();
  return failure(
    'digest_failed',
    `The target could not compute the SHA-256 of ${path} (${outcome.kind}). ${detail}`,
  );
}
