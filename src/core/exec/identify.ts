/** Who answers on a connection, before anything is done there: its host name and its clock. */
import { fail, ok, type Result } from '@domain/kernel/result';
import type { Clock, Connection } from '../ports';
import { runScript } from './script';

export interface Identity {
  readonly hostname: string;
  /** The target's clock, `YYYY-MM-DDTHH:MM:SS.mmmZ`; whole seconds where its `date` knows no more. */
  readonly targetTime: string;
  /** Target minus this machine, in ms. Positive: the target is ahead. */
  readonly clockOffsetMs: number;
  /** The offset is exact to plus or minus this many ms: half the round trip, and 500 more for whole seconds. */
  readonly uncertaintyMs: number;
}

const SCRIPT = `echo "time=$(LC_ALL=C date -u +%Y-%m-%dT%H:%M:%S.%3NZ)" >"$HOLDPOINT_OUTPUT"
echo "host=$(uname -n)" >>"$HOLDPOINT_OUTPUT"
`;
const TIMEOUT_MS = 30_000;
// %3N is GNU; others leave some of it in the text, and then only the seconds count.
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{3}Z)?/;

export async function identify(
  connection: Pick<Connection, 'exec'>,
  clock: Pick<Clock, 'now' | 'monotonic'>,
  signal: AbortSignal,
): Promise<Result<Identity>> {
  const wallStart = Date.parse(clock.now());
  const start = clock.monotonic();
  const { outcome, values } = await runScript(connection, {
    script: SCRIPT,
    exports: [],
    secrets: [],
    timeoutMs: TIMEOUT_MS,
    onOutput: () => undefined,
    signal,
  });
  const halfTrip = (clock.monotonic() - start) / 2;
  const value = (name: string) => values.find((one) => one.name === name)?.value ?? '';
  const time = TIME.exec(value('time'));
  const hostname = value('host');
  if (outcome.kind !== 'exited' || outcome.code !== 0 || time === null || hostname === '') {
    const why = 'why' in outcome ? `: ${outcome.why}` : '';
    return fail(
      'identity_unknown',
      `The target did not say who it is and what time it has (${outcome.kind}${why}).`,
    );
  }
  const exact = time[2] !== undefined;
  const targetTime = `${time[1]}${exact ? time[2] : '.000Z'}`;
  const target = Date.parse(targetTime) + (exact ? 0 : 500);
  return ok({
    hostname,
    targetTime,
    clockOffsetMs: Math.round(target - (wallStart + halfTrip)),
    uncertaintyMs: Math.ceil(halfTrip + (exact ? 0 : 500)),
  });
}
