/** The text sent to `exec /bin/sh -s`: everything around the user's script. POSIX sh only, no network, no state. */
import { createHash } from 'node:crypto';
import type { Named } from '@domain/plan/plan';
import { quote } from './quote';

/** A constant, so that any login shell (bash, fish, tcsh) reads it the same way and no text is pasted into it. */
export const SHELL_COMMAND = 'exec /bin/sh -s';

export interface ProgramParts {
  readonly script: string;
  /** Exports and secrets together, in order; later ones win. */
  readonly variables: readonly Named[];
  /** 16 hex characters that mark our lines; the script never sees them. */
  readonly nonce: string;
  /** 24 hex characters naming the temp folder. */
  readonly folder: string;
  /** 24 hex characters ending the here-document. */
  readonly delimiter: string;
}

/** The bytes the target must have before it starts: the script as given, with a last newline when there is none. */
export const scriptBody = (script: string): string => (script.endsWith('\n') ? script : `${script}\n`);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * Everything is one brace group, which a shell reads to its end before it does anything: a program cut at any byte
 * runs nothing and leaves nothing. The digest guards the script itself. Our variables start with HP__ (refused as
 * names of exports) and are not exported; temp files go away by trap.
 */
export function scriptProgram({ script, variables, nonce, folder, delimiter }: ProgramParts): string {
  const body = scriptBody(script);
  const exports = variables.map(({ name, value }) => `export ${name}=${quote(value)}\n`).join('');
  return `{
${preamble(nonce, folder)}cat >"$HP__d/script" <<'HP_${delimiter}'
${body}HP_${delimiter}
${checkSum(sha256(body))}printf 'HP1 %s begin\\n' "$HP__n"
(
${exports}export HOLDPOINT_OUTPUT="$HP__d/output"
umask "$HP__u"
exec /bin/sh "$HP__d/script"
) </dev/null 2>&1
HP__rc=$?
${report}}
`;
}

const preamble = (nonce: string, folder: string) => `HP__n=${nonce}
HP__say() { printf 'HP1 %s %s\\n' "$HP__n" "$1" >&2; }
HP__refuse() { HP__say "refused $1"; exit 1; }
HP__u=$(umask)
umask 077
HP__d=\${TMPDIR:-/tmp}/hp-${folder}
mkdir "$HP__d" || HP__refuse no_temp_folder
trap 'rm -rf "$HP__d"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 141' PIPE
trap 'exit 143' TERM
: >"$HP__d/output"
`;

const checkSum = (sum: string) => `HP__s=none
if command -v sha256sum >/dev/null 2>&1; then HP__s=$(sha256sum <"$HP__d/script")
elif command -v shasum >/dev/null 2>&1; then HP__s=$(shasum -a 256 <"$HP__d/script")
elif command -v openssl >/dev/null 2>&1; then HP__s=$(openssl dgst -sha256 -r <"$HP__d/script"); fi
case \${HP__s%% *} in
${sum}) ;;
none) HP__refuse no_sha256 ;;
*) HP__refuse script_damaged ;;
esac
`;

/**
 * The end mark follows the last byte at once: output need not end with a newline. All control lines go out in one
 * write: sshd leaves Nagle on, and each further small packet may wait 40 ms for an ACK.
 */
const report = `HP__v=missing
if [ -f "$HP__d/output" ]; then
  if [ "$(wc -c <"$HP__d/output")" -gt 65536 ]; then HP__v=too_big
  elif [ -s "$HP__d/output" ]; then HP__v="hex $(od -An -v -tx1 <"$HP__d/output" | tr -d ' \\n')"
  else HP__v='hex '; fi
fi
rm -rf "$HP__d"
trap - EXIT
printf 'HP1 %s end\\n' "$HP__n"
printf 'HP1 %s rc %s\\nHP1 %s values %s\\nHP1 %s done\\n' "$HP__n" "$HP__rc" "$HP__n" "$HP__v" "$HP__n" >&2
exit 0
`;
