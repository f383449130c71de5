/** The steps of a run with their end and what it rests on, what was observed, and what must stay visible. */
import type { Recorded } from '../run/event';
import type { Answer, RunState, StepState } from '../run/state';
import type { Basis, RecordAttempt, RecordException, RecordSample, RecordStage, RecordStep } from './record';

type Part = RecordStep['part'];

const partsOf = (state: RunState): readonly (readonly [Part, StepState])[] => [
  ...state.steps.map((step) => ['forward', step] as const),
  ...(state.rollback?.steps ?? []).map((step) => ['rollback', step] as const),
];

/** Answers by which a person's word takes the place of what the app saw. */
const WORD: ReadonlySet<string> = new Set(['yes', 'no', 'go', 'no-go', 'happened', 'promote']);
const ASKING: ReadonlySet<string> = new Set(['attest', 'ask', 'gate']);

/** A person's word is never shown as a measurement: whatever a person settled is attested. */
function basisOf(step: StepState, attempts: readonly RecordAttempt[]): Basis {
  const asked = ASKING.has(step.step.action.type);
  if (step.decision !== null && (asked || WORD.has(step.decision.value))) return 'attested';
  if (step.observation?.stages.some((stage) => stage.overridden)) return 'attested';
  if (['passed', 'failed', 'undone'].includes(step.status))
    return attempts.some((a) => a.checks.length > 0) || step.observation !== null ? 'sensed' : 'nothing';
  return 'nothing';
}

function stepOf([part, state]: readonly [Part, StepState], all: readonly RecordAttempt[]): RecordStep {
  const { step } = state;
  return {
    id: step.id,
    part,
    phase: step.phase,
    title: step.title,
    action: step.action.type,
    targets: step.targets,
    changes: step.changes,
    irreversible: step.irreversible,
    status: state.status,
    basis: basisOf(
      state,
      all.filter((attempt) => attempt.step === step.id),
    ),
    started_at: state.startedAt,
    ended_at: state.endedAt,
    missing: [...state.missing],
  };
}

export const stepsOf = (state: RunState, attempts: readonly RecordAttempt[]): RecordStep[] =>
  partsOf(state).map((part) => stepOf(part, attempts));

export const stagesOf = (state: RunState): RecordStage[] =>
  partsOf(state).flatMap(([, { step, observation }]) =>
    (observation?.stages ?? []).map((stage) => ({
      step: step.id,
      stage: stage.stage,
      weight: stage.weight,
      opened_at: stage.openedAt,
      ended_at: stage.endedAt,
      overridden: stage.overridden,
      verdict: stage.verdict,
    })),
  );

export const samplesOf = (events: readonly Recorded[]): RecordSample[] =>
  events.flatMap(({ at, event }) =>
    event.kind === 'observe.sample'
      ? [{ at, step: event.step, stage: event.stage, values: event.values }]
      : [],
  );

const exception = (
  kind: RecordException['kind'],
  step: string,
  reason: string,
  over: Partial<RecordException> = {},
): RecordException => ({ kind, step, target: null, at: null, by: null, reason, ...over });

const SETTLED_BY_WORD = { skip: 'skipped', promote: 'overridden', happened: 'vouched' } as const;
const isWord = (value: string): value is keyof typeof SETTLED_BY_WORD => value in SETTLED_BY_WORD;

function byWord(state: RunState): readonly RecordException[] {
  return state.interruptions.flatMap(({ step, target, answer, freeText }) => {
    // Text a person typed freely may happen to read like one of our words.
    if (freeText || step === null || answer === null || !isWord(answer.value)) return [];
    return [ofAnswer(step, target, answer, SETTLED_BY_WORD[answer.value])];
  });
}

const ofAnswer = (
  step: string,
  target: string | null,
  { at, by, reason }: Answer,
  kind: RecordException['kind'],
): RecordException => ({ kind, step, target, at, by, reason });

function ofAttempts(attempts: readonly RecordAttempt[]): readonly RecordException[] {
  return attempts.flatMap(({ status, step, target, ended_at: at, outcome, checks }) => {
    if (status === 'passed') return [];
    const broken = checks.find((check) => check.result !== 'pass');
    const reason = broken === undefined ? (outcome?.kind ?? '') : `${broken.expected} / ${broken.found}`;
    return [exception(status, step, reason, { target, at })];
  });
}

const neverRan = (state: RunState): readonly RecordException[] =>
  partsOf(state).flatMap(([, { step, status, missing }]) =>
    status === 'blocked' || status === 'cancelled' ? [exception(status, step.id, missing.join(', '))] : [],
  );

/** Changes that were not taken back although the run went back. */
const remaining = (state: RunState): readonly RecordException[] =>
  state.rollback === null
    ? []
    : state.steps
        .filter(({ step, status, targets }) => step.changes && status !== 'undone' && targets.some(began))
        .map(({ step }) => exception('remains', step.id, step.irreversible ?? ''));

const began = (target: StepState['targets'][number]): boolean => target.attempt > 0;

export const exceptionsOf = (state: RunState, attempts: readonly RecordAttempt[]): RecordException[] => [
  ...byWord(state),
  ...ofAttempts(attempts),
  ...neverRan(state),
  ...remaining(state),
];
