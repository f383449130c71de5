import type { PhaseKind } from '@domain/plan/plan';
import type { RunState, StepState } from '@domain/run/state';
import { Gauge, PenLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocalText } from '../../../i18n/use-local-text';
import { timeOfDay, useDuration } from '../use-duration';
import { useOptionText } from '../use-option-text';
import { StatusWord } from './toned';

/** The lines a go/no-go is decided on. Measured and vouched-for lines never look alike. */
export function Board({ state, phase }: { state: RunState; phase: PhaseKind }) {
  const { t } = useTranslation(['run', 'common']);
  const steps = state.steps.filter((step) => step.step.phase === phase);
  return (
    <ul className="run-board" aria-label={t('board.label', { phase: t(`common:phase.${phase}`) })}>
      {steps.map((step) => (
        <BoardLine key={step.step.id} step={step} />
      ))}
    </ul>
  );
}

function BoardLine({ step }: { step: StepState }) {
  const { t } = useTranslation(['run', 'common']);
  const local = useLocalText();
  const attested = step.decision !== null || ['attest', 'ask'].includes(step.step.action.type);
  const Icon = attested ? PenLine : Gauge;
  return (
    <li className="run-board-line" data-origin={attested ? 'attested' : 'sensed'}>
      <StatusWord step={step} />
      <span className="run-board-title">{local(step.step.title)}</span>
      <span className="run-board-origin">
        <Icon size={14} aria-hidden="true" />
        {attested ? t('board.attested') : t('board.sensed')}
      </span>
      <span className="run-board-proof">{attested ? <Vouched step={step} /> : <Measured step={step} />}</span>
    </li>
  );
}

function Vouched({ step: { decision } }: { step: StepState }) {
  const { t } = useTranslation(['run', 'common']);
  const { word } = useOptionText();
  if (decision === null) return <>{t('board.nobody')}</>;
  return (
    <>
      {t('board.vouchedBy', { by: decision.by, value: word(decision.value), time: timeOfDay(decision.at) })}
      {decision.reason !== '' && <q>{decision.reason}</q>}
    </>
  );
}

function Measured({ step }: { step: StepState }) {
  const { t } = useTranslation(['run', 'common']);
  const duration = useDuration();
  const checks = step.targets.flatMap((target) => target.checks);
  const passed = checks.filter((check) => check.result === 'pass').length;
  const took = step.targets.reduce((sum, target) => sum + (target.durationMs ?? 0), 0);
  if (checks.length === 0) return <>{t('board.nothing')}</>;
  return <>{t('board.rules', { passed, count: checks.length, duration: duration(took) })}</>;
}
