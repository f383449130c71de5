import { ActionIcon, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Check, Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import css from './command-block.module.css';

/** A command exactly as it runs, whole, with a button that copies it. Nothing is shortened: it may be run by hand. */
export function CommandBlock({ text }: { text: string }) {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 1500 });
  const copyLabel = clipboard.copied ? t('copied') : t('copy');
  return (
    <div className={css.block}>
      <pre className={css.text}>{text}</pre>
      <Tooltip label={copyLabel}>
        <ActionIcon
          className={css.copy ?? ''}
          variant="subtle"
          size="sm"
          aria-label={copyLabel}
          onClick={() => clipboard.copy(text)}
        >
          {clipboard.copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
