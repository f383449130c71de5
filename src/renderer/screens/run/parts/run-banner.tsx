import { findStep, type RunState } from '@domain/run/state';
import { CircleHelp, Pause } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocalText } from '../../../i18n/use-local-text';
import { openQuestion } from '../model/step-focus';

/** What about the whole run must not be overlooked: an outcome nobody saw, a pause. */
export function RunBanner({ state }: { state: RunState }) {
  const { t } = useTranslation('run');
  const local = useLocalText();
  const asked = openQuestion(state);
  const step = asked?.kind !== 'unknown' || asked.step === null ? undefined : findStep(state, asked.step);
  if (step !== undefined) {
    const restarted = step.targets.some(
      (target) => target.outcome?.kind === 'lost' && target.durationMs === 0,
    );
    return (
      <p className="run-banner" data-tone="unknown">
        <CircleHelp size={16} aria-hidden="true" />
        {t(restarted ? 'banner.restarted' : 'banner.unknown', { title: local(step.step.title) })}
      </p>
    );
  }
  if (!state.paused) return null;
  return (
    <p className="run-banner" data-tone="wait">
      <Pause size={16} aria-hidden="true" /> {t('banner.paused')}
    </p>
  );
}
