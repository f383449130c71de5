import type { StepState } from '@domain/run/state';
import { useTranslation } from 'react-i18next';
import type { BadgeLook } from '../../../components/badge';
import { lookName, STEP_LOOKS } from '../model/step-look';

/** Icon and word in a tone, without the ground of a badge: for rows of many. */
export function Toned({ look, text }: { look: BadgeLook; text: string }) {
  const Icon = look.icon;
  return (
    <span className="run-toned" data-tone={look.tone}>
      <Icon size={14} aria-hidden="true" />
      {text}
    </span>
  );
}

export function StatusWord({ step }: { step: StepState }) {
  const { t } = useTranslation('run');
  const name = lookName(step);
  return <Toned look={STEP_LOOKS[name]} text={t(`status.${name}`)} />;
}
