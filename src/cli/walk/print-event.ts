/** One line per event, for a person at a terminal. */
import { formatDuration } from '@domain/kernel/duration';
import type { Recorded } from '@domain/run/event';
import { watchedMetrics } from '@domain/run/evolve-observe';
import { findStep, type RunState } from '@domain/run/state';
import { verdictText } from '@domain/run/verdict-text';
import { shown } from '../shown';
import type { Terminal } from '../terminal';

/** Lines for an event; none for events that only matter to machines. */
export function linesFor({ event }: Recorded, state: RunState, paint: Terminal['paint']): readonly string[] {
  switch (event.kind) {
    case 'run.open':
      return [
        paint.bold(`${event.plan.runbook.title.en}  [${event.plan.environment}, ${event.run_kind}]`),
        `  run ${event.run_id}`,
      ];
    case 'target.identified':
      return [paint.dim(`  ${event.target} is ${shown(event.hostname)}, host key ${event.host_key_sha256}`)];
    case 'step.intent':
      return intent(event, state, paint);
    case 'step.done':
      return ended(event, paint);
    case 'step.unknown':
      return [
        paint.yellow(
          `  ? ${event.step}: outcome unknown (${shown('why' in event.outcome ? event.outcome.why : event.outcome.kind)})`,
        ),
      ];
    case 'step.blocked':
      return [paint.yellow(`  ! ${event.step} needs ${event.missing.join(', ')}`)];
    case 'stage.open':
      return [`  stage ${event.stage + 1}: weight ${event.weight} %`];
    case 'observe.sample':
      return [
        paint.dim(
          `    ${event.values.map((v) => `${v.metric} ${v.value ?? shown(v.error ?? 'no data')}`).join('   ')}`,
        ),
      ];
    case 'observe.verdict':
      return [verdictLine(event, state, paint)];
    case 'gate.decision':
      return [
        `  -> ${event.value}${event.reason === '' ? '' : ` (${event.reason})`}  by ${event.by}, ${event.via}`,
      ];
    case 'rollback.begun':
      return [paint.bold(paint.red(`  rolling back: ${event.reason}`))];
    case 'run.close':
      return [paint.bold(`${event.result.replace('_', ' ')}: ${event.reason}`)];
    case 'record.sealed':
      return [
        `  ${event.record} record ${event.record_sha256.slice(0, 16)}... signed by ${event.signers.join(', ')}`,
      ];
    default:
      return [];
  }
}

function intent(
  event: Extract<Recorded['event'], { kind: 'step.intent' }>,
  state: RunState,
  paint: Terminal['paint'],
): readonly string[] {
  const step = findStep(state, event.step);
  const again = event.attempt === 1 ? '' : `, attempt ${event.attempt}`;
  const head = `${paint.bold(event.step)} on ${event.target ?? 'this machine'}${again}  ${step?.step.title.en ?? ''}`;
  const commands = (event.script ?? '')
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '');
  return [head, ...commands.map((line) => paint.dim(`    $ ${line}`))];
}

function ended(
  event: Extract<Recorded['event'], { kind: 'step.done' }>,
  paint: Terminal['paint'],
): readonly string[] {
  const good = event.status === 'passed';
  const mark = good ? paint.green('  ok ') : paint.red('  FAILED ');
  const why = 'why' in event.outcome ? [paint.red(`    ${shown(event.outcome.why)}`)] : [];
  const checks = event.checks.map((c) =>
    c.result === 'pass'
      ? paint.dim(`    ok   ${c.rule}: ${shown(c.found)}`)
      : paint.red(
          `    ${c.result.toUpperCase()} ${c.rule}: expected ${shown(c.expected)}; found ${shown(c.found)}`,
        ),
  );
  return [`${mark}${event.step} in ${formatDuration(event.duration_ms)}`, ...why, ...checks];
}

function verdictLine(
  event: Extract<Recorded['event'], { kind: 'observe.verdict' }>,
  state: RunState,
  paint: Terminal['paint'],
): string {
  const step = findStep(state, event.step);
  const metrics = step === undefined ? [] : watchedMetrics(step.step, state.plan.metrics);
  const text = `  verdict ${event.verdict.outcome}: ${verdictText(event.verdict, metrics).en}`;
  return event.verdict.outcome === 'pass' ? paint.green(text) : paint.red(text);
}
