/** What a person's answer to an interruption means for the state. One row per kind and value. */
import { changeInterruption, changeStep } from './changes';
import type { EventOf } from './event';
import { endStage } from './evolve-observe';
import type { Answer, Interruption, RunState, StepState } from './state';
import { withTargetsEnded } from './step-states';

export function evolveAnswer(state: RunState, event: EventOf<'gate.decision'>, at: string): RunState {
  const asked = state.interruptions.find((i) => i.id === event.interruption);
  if (asked === undefined) return state;
  const answer: Answer = { value: event.value, reason: event.reason, by: event.by, via: event.via, at };
  const answered = changeInterruption(state, asked.id, { answer });
  if (asked.step === null) return answered;
  const changed = changeStep(answered, asked.step, (step) => settle(step, asked, answer));
  return learnInput(changed, asked, answer);
}

function settle(step: StepState, asked: Interruption, answer: Answer): StepState {
  switch (asked.kind) {
    case 'confirm':
      return step;
    case 'attest':
      return finish(step, answer, answer.value === 'yes' ? 'passed' : 'failed');
    case 'gate':
      return finish(step, answer, answer.value === 'go' ? 'passed' : 'failed');
    case 'input':
      return finish(step, answer, 'passed');
    case 'failure':
    case 'unknown':
      return settleEnd(step, answer);
    case 'inconclusive':
    case 'verdict':
      return answer.value === 'promote' ? { ...endStage(step, answer.at, true), decision: answer } : step;
  }
}

function finish(step: StepState, answer: Answer, status: 'passed' | 'failed'): StepState {
  const targets = step.targets.map((t) => ({ ...t, status }));
  return { ...step, status, targets, decision: answer, endedAt: answer.at };
}

/** retry: what did not pass is due again. happened: a person vouches for what is unknown. skip: left out, visibly. */
function settleEnd(step: StepState, answer: Answer): StepState {
  switch (answer.value) {
    case 'retry':
      return retry(step);
    case 'happened':
      return vouchFor(step, answer);
    case 'skip':
      return { ...step, status: 'skipped', decision: answer, endedAt: answer.at };
    default:
      return { ...step, decision: answer }; // rollback and stop are events of their own
  }
}

/** Only what began is vouched for: targets still to come run next, and a rollout still has to be watched. */
function vouchFor(step: StepState, answer: Answer): StepState {
  const targets = step.targets.map((t) =>
    t.status === 'unknown' ? { ...t, status: 'passed' as const, endedAt: t.endedAt ?? answer.at } : t,
  );
  return { ...withTargetsEnded({ ...step, targets }, answer.at), decision: answer };
}

const retry = (step: StepState): StepState => ({
  ...step,
  status: 'pending',
  missing: [],
  endedAt: null,
  targets: step.targets.map((t) => (t.status === 'passed' ? t : { ...t, status: 'pending' })),
});

function learnInput(state: RunState, asked: Interruption, answer: Answer): RunState {
  const step = [...state.steps, ...(state.rollback?.steps ?? [])].find((s) => s.step.id === asked.step);
  if (asked.kind !== 'input' || step?.step.action.type !== 'ask') return state;
  return { ...state, values: new Map([...state.values, [step.step.action.into, answer.value]]) };
}
