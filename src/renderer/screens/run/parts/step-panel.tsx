import { assertNever } from '@domain/kernel/assert-never';
import type { RunState, StepState, TargetState } from '@domain/run/state';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocalText } from '../../../i18n/use-local-text';
import { ObservationPanel } from '../chart/observation-panel';
import { ruleRows } from '../model/acceptance';
import { commandOf, hostsOf, whereOf } from '../model/command-view';
import { OutputView } from '../output/output-view';
import { useOutput } from '../output/use-output';
import { stopwatch } from '../use-duration';
import { Board } from './board';
import { CommandBlock } from './command-block';
import { Decision } from './decision';
import { RuleList } from './rule-list';
import { TargetRows } from './target-rows';
import { StatusWord } from './toned';

interface Props {
  readonly state: RunState;
  readonly step: StepState;
  /** Time under way, null when it is not. */
  readonly elapsedMs: number | null;
}

/** One step: what it does and where, what happened, what was found. */
export function StepPanel({ state, step, elapsedMs }: Props) {
  const { t } = useTranslation('run');
  const local = useLocalText();
  return (
    <section className="run-step" aria-label={t('step.label')} data-step={step.step.id}>
      <header className="run-step-head">
        <h2>{local(step.step.title)}</h2>
        <StatusWord step={step} />
        {elapsedMs !== null && <span className="run-clock">{stopwatch(elapsedMs)}</span>}
      </header>
      {step.missing.length > 0 && (
        <p className="run-missing">{t('step.missing', { names: step.missing.join(', ') })}</p>
      )}
      {step.decision !== null && <Decision answer={step.decision} />}
      <StepBody state={state} step={step} />
    </section>
  );
}

function StepBody({ state, step }: { state: RunState; step: StepState }) {
  const { action } = step.step;
  switch (action.type) {
    case 'attest':
    case 'ask':
      return <AskedText step={step} />;
    case 'gate':
      return <Board state={state} phase={action.board} />;
    case 'observe':
      return <ObservationPanel state={state} step={step} />;
    case 'rollout':
      return step.observation === null ? (
        <CommandStep state={state} step={step} />
      ) : (
        <>
          <CommandDetails state={state} step={step} />
          <ObservationPanel state={state} step={step} />
        </>
      );
    case 'run':
    case 'local':
    case 'upload':
    case 'http':
      return <CommandStep state={state} step={step} />;
    default:
      return assertNever(action, 'action');
  }
}

/** What was asked; while it is open the question itself says it. */
function AskedText({ step: { step, status } }: { step: StepState }) {
  const local = useLocalText();
  if (status === 'waiting') return null;
  if (step.action.type === 'attest') return <p className="run-asked">{local(step.action.text)}</p>;
  return step.action.type === 'ask' ? <p className="run-asked">{local(step.action.question)}</p> : null;
}

/** Which target's output and rules are shown: the picked one, else the one where something happens or went wrong. */
function shownTarget(step: StepState, picked: string | null | undefined): TargetState | undefined {
  const byPick = step.targets.find((target) => target.target === picked);
  const ofInterest = step.targets.find((target) => ['running', 'failed', 'unknown'].includes(target.status));
  return byPick ?? ofInterest ?? step.targets.findLast((target) => target.attempt > 0) ?? step.targets[0];
}

function CommandStep({ state, step }: { state: RunState; step: StepState }) {
  const [picked, setPicked] = useState<{ step: string; target: string | null } | null>(null);
  const target = shownTarget(step, picked?.step === step.step.id ? picked.target : undefined);
  if (target === undefined) return null;
  return (
    <>
      <CommandBlock
        command={commandOf(step.step)}
        hosts={whereOf(state, step.step)}
        exports={target.exports}
        changes={step.step.changes}
      />
      <TargetRows
        state={state}
        step={step}
        picked={target.target}
        onPick={(name) => setPicked({ step: step.step.id, target: name })}
      />
      <RuleList rows={ruleRows(step.step, target)} />
      {target.attempt > 0 && <AttemptOutput runId={state.runId} step={step.step.id} target={target} />}
    </>
  );
}

/** The apply command of a rollout, folded away while its stages are watched. */
function CommandDetails({ state, step }: { state: RunState; step: StepState }) {
  const { t } = useTranslation('run');
  const target = step.targets[0];
  return (
    <details className="run-apply">
      <summary>{t('step.apply', { host: hostsOf(state, step.step).join('  ') })}</summary>
      <CommandBlock
        command={commandOf(step.step)}
        hosts={whereOf(state, step.step)}
        exports={target?.exports ?? []}
        changes={step.step.changes}
      />
      <TargetRows state={state} step={step} picked={null} onPick={() => {}} />
    </details>
  );
}

function AttemptOutput({ runId, step, target }: { runId: string; step: string; target: TargetState }) {
  const log = useOutput({ runId, step, target: target.target, attempt: target.attempt });
  const key = `${step}:${target.target ?? ''}:${target.attempt}`;
  return <OutputView key={key} log={log} running={target.status === 'running'} />;
}
