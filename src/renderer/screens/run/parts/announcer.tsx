import { currentStep, type RunState } from '@domain/run/state';
import { useTranslation } from 'react-i18next';
import { useLocalText } from '../../../i18n/use-local-text';
import { openQuestion } from '../model/step-focus';
import { lookName } from '../model/step-look';

/** Says each change of state to a screen reader, in one sentence, when it is free to listen. */
export function Announcer({ state }: { state: RunState }) {
  const { t } = useTranslation(['run', 'common']);
  const local = useLocalText();
  const step = currentStep(state);
  const asked = openQuestion(state);
  const parts = [
    state.result === null ? '' : t(`common:result.${state.result}`),
    step === undefined || state.result !== null
      ? ''
      : t('announce.step', { title: local(step.step.title), status: t(`status.${lookName(step)}`) }),
    asked === undefined ? '' : t('announce.asked', { question: local(asked.text) }),
  ];
  return (
    <p className="run-hidden" role="status" aria-live="polite">
      {parts.filter((part) => part !== '').join(' ')}
    </p>
  );
}
