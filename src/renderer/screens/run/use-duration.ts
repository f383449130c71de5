import { PHRASES, type VerdictLanguage } from '@domain/verdict/phrases';
import { useTranslation } from 'react-i18next';

/** Milliseconds as people read them, in the language of the window: the same words as in a verdict. */
export function useDuration(): (ms: number) => string {
  const { i18n } = useTranslation();
  return PHRASES[languageOf(i18n.language)].duration;
}

export const languageOf = (language: string): VerdictLanguage => (language === 'zh-CN' ? 'zh-CN' : 'en');

/** `02:11:09` of an instant, in this machine's zone. */
export const timeOfDay = (at: string): string => {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((n) => String(n).padStart(2, '0'))
    .join(':');
};

/** A running clock: `4:07`, `1:02:33`. Constant width, so that nothing jumps. */
export function stopwatch(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = `${String(m).padStart(2, '0')}:${String(s).padStart(2, '0')}`;
  return h > 0 ? `${h}:${tail}` : tail;
}
