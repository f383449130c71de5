/** Runs a shell script on the far end of anything that can exec: byte for byte, checked, with a truthful outcome. */
import { randomBytes } from 'node:crypto';
import type { Outcome } from '@domain/run/outcome';
import type { Connection, ExecRequest, ScriptRequest, ScriptResult } from '../ports';
import { concludeScript, isComplete } from './conclude-script';
import { type ControlLines, controlLines } from './control-lines';
import { type FramedOutput, framedOutput } from './framed-output';
import { LET_GO } from './let-go';
import { readValuesLine } from './output-values';
import { SHELL_COMMAND, scriptProgram } from './script-program';

/** A name any shell can export. HP__ is our own prefix inside the wrapper. */
const EXPORTABLE = /^(?!HP__)[A-Za-z_][A-Za-z0-9_]*$/;

const hex = (bytes: number) => randomBytes(bytes).toString('hex');

/**
 * stdout and stderr of the script arrive merged, in order, through `onOutput`. The outcome is `exited` only with the
 * exit code the wrapper reported; 128 and more may stand for a signal. Children left in the background do not hold
 * the step open: it is over when the script is, and what they write later is not collected.
 */
export async function runScript(
  host: Pick<Connection, 'exec'>,
  request: ScriptRequest,
): Promise<ScriptResult> {
  const invalid = whyInvalid(request);
  if (invalid !== null)
    return { outcome: { kind: 'refused', code: 'bad_script', why: invalid }, values: [], problems: [] };
  const nonce = hex(8);
  const control = controlLines(nonce);
  const output = framedOutput(nonce, request.onOutput);
  const shell = await execUntilComplete(host, request, nonce, control, output);
  const outcome = withoutSecrets(concludeScript(control, output, shell), request);
  if (outcome.kind !== 'exited') return { outcome, values: [], problems: [] };
  return { outcome, ...readValuesLine(control.values) };
}

function execUntilComplete(
  host: Pick<Connection, 'exec'>,
  request: ScriptRequest,
  nonce: string,
  control: ControlLines,
  output: FramedOutput,
): Promise<Outcome> {
  const stop = new AbortController();
  const pass = () => stop.abort(request.signal.reason);
  if (request.signal.aborted) pass();
  request.signal.addEventListener('abort', pass, { once: true });
  const watching = (push: (chunk: Uint8Array) => void): ExecRequest['onStdout'] => {
    return (chunk) => {
      push(chunk);
      if (isComplete(control, output)) stop.abort(LET_GO);
    };
  };
  return host
    .exec({
      command: SHELL_COMMAND,
      stdin: scriptProgram({
        script: request.script,
        variables: [...request.exports, ...request.secrets],
        nonce,
        folder: hex(12),
        delimiter: hex(12),
      }),
      onStdout: watching(output.push),
      onStderr: watching(control.push),
      timeoutMs: request.timeoutMs,
      signal: stop.signal,
    })
    .finally(() => request.signal.removeEventListener('abort', pass));
}

function whyInvalid({ script, exports, secrets }: ScriptRequest): string | null {
  if (script.includes('\0')) return 'the script holds a NUL character, which no shell can read';
  for (const { name, value } of [...exports, ...secrets]) {
    if (!EXPORTABLE.test(name)) return `"${name}" cannot be exported; expected letters, digits and _`;
    if (value.includes('\0'))
      return `the value of ${name} holds a NUL character, which no variable can carry`;
  }
  return null;
}

/** A forced command may echo our input back into what we quote of it. */
function withoutSecrets(outcome: Outcome, { secrets }: ScriptRequest): Outcome {
  if (outcome.kind !== 'refused') return outcome;
  const hide = (text: string, { value }: { value: string }) =>
    value === '' ? text : text.replaceAll(value, '***');
  return { ...outcome, why: secrets.reduce(hide, outcome.why) };
}
