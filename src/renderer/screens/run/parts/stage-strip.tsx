import type { StageState, StepState } from '@domain/run/state';
import { CircleCheck, CircleDashed, CircleHelp, CircleX, LoaderCircle, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BadgeLook } from '../../../components/badge';
import { holdOf } from '../model/clocks';
import { useDuration } from '../use-duration';
import { Toned } from './toned';

type StageLook = 'ahead' | 'running' | 'pass' | 'overridden' | 'fail' | 'inconclusive';

const LOOKS: Readonly<Record<StageLook, BadgeLook>> = {
  ahead: { tone: 'quiet', icon: CircleDashed },
  running: { tone: 'active', icon: LoaderCircle },
  pass: { tone: 'ok', icon: CircleCheck },
  overridden: { tone: 'wait', icon: UserRound },
  fail: { tone: 'bad', icon: CircleX },
  inconclusive: { tone: 'unknown', icon: CircleHelp },
};

/** The stages of a rollout side by side: weight, observed time of the hold, how each ended. */
export function StageStrip({ step }: { step: StepState }) {
  const { t } = useTranslation('run');
  return (
    <ol className="run-stages" aria-label={t('stage.label')}>
      {weightsOf(step).map((weight, index) => (
        <Stage
          // biome-ignore lint/suspicious/noArrayIndexKey: a stage is its place
          key={index}
          weight={weight}
          holdMs={holdOf(step, index)}
          state={step.observation?.stages.find((s) => s.stage === index)}
        />
      ))}
    </ol>
  );
}

const weightsOf = ({ step: { action } }: StepState): readonly (number | null)[] =>
  action.type === 'rollout' ? action.stages.map((s) => s.weight) : [null];

function Stage(props: { weight: number | null; holdMs: number | null; state: StageState | undefined }) {
  const { weight, holdMs, state } = props;
  const { t } = useTranslation('run');
  const duration = useDuration();
  const look = lookOf(state);
  const observed = state?.verdict?.observed_ms ?? 0;
  const hold = holdMs ?? 0;
  return (
    <li className="run-stage" data-look={look}>
      <span className="run-stage-weight">
        {weight === null ? t('stage.watch') : t('stage.weight', { weight })}
      </span>
      <Toned look={LOOKS[look]} text={t(`stage.${look}`)} />
      <span className="run-stage-time">
        {t('stage.observed', { observed: duration(observed), hold: duration(hold) })}
      </span>
      <progress max={Math.max(1, hold)} value={Math.min(observed, hold)} aria-label={t('stage.progress')} />
    </li>
  );
}

function lookOf(state: StageState | undefined): StageLook {
  if (state === undefined) return 'ahead';
  if (state.overridden) return 'overridden';
  if (state.endedAt !== null) return 'pass';
  const outcome = state.verdict?.outcome;
  if (outcome === 'fail') return 'fail';
  return outcome === 'error' ? 'inconclusive' : 'running';
}
