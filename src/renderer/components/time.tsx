import { useTranslation } from 'react-i18next';
import { formatInstant, formatSpan, formatTime } from '../format/instant';

/** An instant, according to this machine; the exact text is in the tooltip. `show` picks date and time, or time alone. */
export function Instant({ at, show = 'date' }: { at: string; show?: 'date' | 'time' }) {
  const { i18n } = useTranslation();
  const text = show === 'date' ? formatInstant(at, i18n.language) : formatTime(at, i18n.language);
  return (
    <time dateTime={at} title={at}>
      {text}
    </time>
  );
}

export function Duration({ ms }: { ms: number }) {
  const { i18n } = useTranslation();
  return <span title={`${ms} ms`}>{formatSpan(ms, i18n.language)}</span>;
}
