import type { VerdictOutcome } from '@domain/verdict/types';
import { CircleAlert, CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge, type BadgeLook } from './badge';

/** How each outcome of a verdict looks. `error` could not be measured, which is never good. */
export const VERDICT: Record<VerdictOutcome, BadgeLook> = {
  pass: { tone: 'ok', icon: CircleCheck },
  fail: { tone: 'bad', icon: CircleX },
  inconclusive: { tone: 'unknown', icon: CircleHelp },
  error: { tone: 'unknown', icon: CircleAlert },
};

export function VerdictBadge({ outcome }: { outcome: VerdictOutcome }) {
  const { t } = useTranslation();
  return <Badge look={VERDICT[outcome]} label={t(`verdict.${outcome}`)} />;
}
