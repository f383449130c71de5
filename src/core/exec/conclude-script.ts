/** What is known about a script after its shell is gone. The exit code comes from our control line only. */
import { assertNever } from '@domain/kernel/assert-never';
import type { Outcome } from '@domain/run/outcome';
import type { ControlLines } from './control-lines';
import type { FramedOutput } from './framed-output';

type Control = Pick<ControlLines, 'rc' | 'refusal' | 'done' | 'noise'>;
type Output = Pick<FramedOutput, 'began' | 'ended'>;

const REFUSALS: Readonly<Record<string, string>> = {
  no_temp_folder:
    'no folder could be made in $TMPDIR or /tmp; check that it exists, is writable and has room',
  no_sha256: 'there is no sha256sum, shasum or openssl, so the script could not be checked; install one',
  script_damaged: 'the script did not arrive whole (is the temp folder full?), so nothing was run; try again',
};

/** True when nothing more can come that matters: all output, the exit code and the values are here. */
export const isComplete = (control: Control, output: Output): boolean =>
  control.rc !== null && control.done && output.ended;

/** `shell` is how the shell around the script ended; for a complete script it does not matter. */
export function concludeScript(control: Control, output: Output, shell: Outcome): Outcome {
  if (control.rc !== null && isComplete(control, output)) return { kind: 'exited', code: control.rc };
  if (control.refusal !== null)
    return { kind: 'refused', code: control.refusal, why: REFUSALS[control.refusal] ?? 'the shell refused' };
  switch (shell.kind) {
    case 'refused':
    case 'timed_out':
      return shell;
    case 'lost':
      return { kind: 'lost', why: `${shell.why}${seen(control)}` };
    case 'exited':
    case 'signalled':
      return output.began ? cutOff(control, shell) : neverStarted(control, shell);
    default:
      return assertNever(shell);
  }
}

const ending = (shell: Extract<Outcome, { kind: 'exited' | 'signalled' }>): string =>
  shell.kind === 'exited' ? `exit code ${shell.code}` : `signal ${shell.signal}`;

const seen = ({ rc }: Control): string =>
  rc === null
    ? ''
    : `; the script had ended with exit code ${rc}, but its output or values did not all arrive`;

const cutOff = (control: Control, shell: Extract<Outcome, { kind: 'exited' | 'signalled' }>): Outcome => ({
  kind: 'lost',
  why: `the shell around the script ended (${ending(shell)}) before it reported an exit code${seen(control)}`,
});

/** Our begin mark did not come back although the session ended in order: no line of the script was run. */
const neverStarted = (
  control: Control,
  shell: Extract<Outcome, { kind: 'exited' | 'signalled' }>,
): Outcome => ({
  kind: 'refused',
  code: 'shell_failed',
  why:
    `/bin/sh did not start for this login (${ending(shell)}); a forced command, a restricted or missing shell does that.` +
    (control.noise === '' ? '' : ` It said: ${control.noise}`),
});
