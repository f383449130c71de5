import type { RunState, StepState, TargetState } from '@domain/run/state';
import { Circle, CircleCheck, CircleDotDashed, CircleHelp, CircleX } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { BadgeLook } from '../../../components/badge';
import { hostOf } from '../model/command-view';
import { outcomeText } from '../model/outcome-text';
import { useDuration } from '../use-duration';
import { Toned } from './toned';

const LOOKS: Readonly<Record<TargetState['status'], BadgeLook>> = {
  pending: { icon: Circle, tone: 'quiet' },
  running: { icon: CircleDotDashed, tone: 'active' },
  passed: { icon: CircleCheck, tone: 'ok' },
  failed: { icon: CircleX, tone: 'bad' },
  unknown: { icon: CircleHelp, tone: 'unknown' },
};

interface Props {
  readonly state: RunState;
  readonly step: StepState;
  readonly picked: string | null;
  onPick(target: string | null): void;
}

/** One row per host: status, how it ended, how long it took. Picking one shows its output and rules. */
export function TargetRows({ state, step, picked, onPick }: Props) {
  const { t } = useTranslation('run');
  if (step.targets.every((target) => target.target === null && target.attempt === 0)) return null;
  return (
    <table className="run-targets" aria-label={t('targets.label')}>
      <tbody>
        {step.targets.map((target) => (
          <Fragment key={target.target ?? ''}>
            <tr data-picked={target.target === picked}>
              <td>
                <Toned look={LOOKS[target.status]} text={t(`targets.${target.status}`)} />
              </td>
              <th scope="row">
                <TargetName
                  state={state}
                  target={target}
                  alone={step.targets.length === 1}
                  onPick={onPick}
                  picked={picked}
                />
              </th>
              <td>{!isLong(target) && <Ending target={target} />}</td>
            </tr>
            {isLong(target) && (
              <tr className="run-ending" data-picked={target.target === picked}>
                <td colSpan={3}>
                  <Ending target={target} />
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

/** Endings that carry a reason take a line of their own. */
const isLong = ({ outcome }: TargetState): boolean =>
  outcome !== null && outcome.kind !== 'exited' && outcome.kind !== 'signalled';

function TargetName({
  state,
  target,
  alone,
  picked,
  onPick,
}: Pick<Props, 'state' | 'onPick' | 'picked'> & { target: TargetState; alone: boolean }) {
  const { t } = useTranslation('run');
  const name = target.target;
  const text = (
    <>
      <b>{name ?? t('command.here')}</b>{' '}
      {name !== null && <span className="run-dim">{hostOf(state, name)}</span>}
    </>
  );
  if (alone) return text;
  return (
    <button type="button" className="run-link" aria-pressed={name === picked} onClick={() => onPick(name)}>
      {text}
    </button>
  );
}

/** `exit 0 in 1.2 s, attempt 2`, or why nobody knows. */
function Ending({ target }: { target: TargetState }) {
  const { t } = useTranslation('run');
  const duration = useDuration();
  if (target.outcome === null)
    return (
      <span className="run-dim">
        {target.attempt > 1 && t('targets.attempt', { attempt: target.attempt })}
      </span>
    );
  const { key, values } = outcomeText(target.outcome, duration);
  return (
    <span>
      {t(key, values)}
      <span className="run-dim">
        {target.durationMs !== null && target.durationMs > 0 && ` · ${duration(target.durationMs)}`}
        {target.attempt > 1 && ` · ${t('targets.attempt', { attempt: target.attempt })}`}
      </span>
    </span>
  );
}
