import type { VerifyView } from '@ipc/contract';
import { CircleCheck, CircleX, Info, type LucideIcon, ShieldAlert, ShieldCheck, ShieldX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge, type BadgeLook } from '../../components/badge';
import css from './records.module.css';

const LINE: Record<VerifyView['lines'][number]['result'], BadgeLook> = {
  ok: { tone: 'ok', icon: CircleCheck },
  fail: { tone: 'bad', icon: CircleX },
  note: { tone: 'quiet', icon: Info },
};

const VERDICT: Record<VerifyView['verdict'], { tone: string; icon: LucideIcon }> = {
  verified: { tone: 'ok', icon: ShieldCheck },
  'not-authentic': { tone: 'bad', icon: ShieldX },
  'against-policy': { tone: 'wait', icon: ShieldAlert },
};

const PROMISES = [
  'bytes',
  'chain',
  'payloads',
  'checkpoints',
  'anchor',
  'signatures',
  'policy',
  'sealed',
  'record',
  'ids',
  'outputs',
] as const;

const isKnown = (promise: string): promise is (typeof PROMISES)[number] =>
  PROMISES.some((known) => known === promise);

/** One sentence that says what was shown and what was not, then a line per promise. */
export function VerifyResult({ view }: { view: VerifyView }) {
  const { t } = useTranslation(['records', 'common']);
  const { tone, icon: Icon } = VERDICT[view.verdict];
  return (
    <div role="status">
      <p className={css.verdict} data-tone={tone}>
        <Icon size={18} aria-hidden />
        <span>{t(`verify.verdict.${view.verdict}`)}</span>
      </p>
      <ul className={css.lines} aria-label={t('verify.lines')}>
        {view.lines.map(({ promise, result, detail }) => (
          // One promise may fail in many places.
          <li key={`${promise} ${detail}`}>
            <span>
              <Badge look={LINE[result]} label={t(`verify.${result}`)} />
            </span>
            <span>
              <span className={css.promise}>
                {isKnown(promise) ? t(`verify.promise.${promise}`) : promise}
              </span>
              <br />
              <span className={css.dim} lang="en">
                {detail}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
