import type { LocalText } from '@domain/plan/plan';
import { useTranslation } from 'react-i18next';

/** Picks the language of a text that a runbook carries in several; English where the other is missing. */
export function useLocalText(): (text: LocalText) => string {
  const { i18n } = useTranslation();
  return (text) => localTextIn(i18n.language, text);
}

export const localTextIn = (language: string, text: LocalText): string =>
  language === 'zh-CN' ? (text.zh_cn ?? text.en) : text.en;
