import { Circle, CircleAlert, CircleCheck, CircleX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BadgeLook } from '../../../components/badge';
import type { RuleRow, RuleState } from '../model/acceptance';
import { OutputText } from '../output/output-text';
import { Toned } from './toned';

const LOOKS: Readonly<Record<RuleState, BadgeLook>> = {
  due: { icon: Circle, tone: 'quiet' },
  pass: { icon: CircleCheck, tone: 'ok' },
  fail: { icon: CircleX, tone: 'bad' },
  error: { icon: CircleAlert, tone: 'unknown' },
};

/** Acceptance rules with what is expected and what was found; each ticks when it was looked at. */
export function RuleList({ rows }: { rows: readonly RuleRow[] }) {
  const { t } = useTranslation('run');
  if (rows.length === 0) return null;
  return (
    <ul className="run-rules" aria-label={t('rules.label')}>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rules keep their place
        <li key={index} data-state={row.state}>
          <Toned look={LOOKS[row.state]} text={t(`rules.${row.state}`)} />
          <span className="run-mono">
            <OutputText line={row.expected} />
          </span>
          <span className="run-found">
            {row.found !== null && (
              <>
                <span className="run-dim">{t('rules.found')} </span>
                <span className="run-mono">
                  <OutputText line={row.found} />
                </span>
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
