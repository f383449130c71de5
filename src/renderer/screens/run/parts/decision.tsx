import type { Answer } from '@domain/run/state';
import { PenLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Instant } from '../../../components/time';
import { useOptionText } from '../use-option-text';

/** Who decided what, when and why. */
export function Decision({ answer }: { answer: Answer }) {
  const { t } = useTranslation('run');
  const { word } = useOptionText();
  return (
    <p className="run-decision">
      <PenLine size={14} aria-hidden="true" />
      <b>{word(answer.value)}</b>
      <span>{t('decision.by', { by: answer.by, via: t(`via.${answer.via}`) })}</span>
      <Instant at={answer.at} show="time" />
      {answer.reason !== '' && <q>{answer.reason}</q>}
    </p>
  );
}
