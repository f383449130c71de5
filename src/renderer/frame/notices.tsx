import { CloseButton } from '@mantine/core';
import { CircleCheck, CircleX, Hand } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../store/app-context';
import css from './notices.module.css';

const ICONS = { ok: CircleCheck, bad: CircleX, wait: Hand };

/** Messages in the corner, read out by screen readers as they come. They stay until dismissed. */
export function Notices() {
  const { t } = useTranslation();
  const notices = useApp((s) => s.notices);
  const dismiss = useApp((s) => s.dismiss);
  return (
    <div className={css.stack} role="status" aria-live="polite">
      {notices.map(({ id, tone, text }) => {
        const Icon = ICONS[tone];
        return (
          <div key={id} className={css.notice} data-tone={tone}>
            <Icon size={16} aria-hidden />
            <span className={css.text}>{text}</span>
            <CloseButton size="sm" aria-label={t('dismiss')} onClick={() => dismiss(id)} />
          </div>
        );
      })}
    </div>
  );
}
