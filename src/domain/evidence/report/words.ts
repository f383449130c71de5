/** The words of the report, each language whole: a text missing in one of them does not compile. */
import type { LocalText } from '../../plan/plan';
import { PHRASES, type VerdictLanguage } from '../../verdict/phrases';
import { ENGLISH, type Words } from './words-en';
import { CHINESE } from './words-zh';

export type { Words } from './words-en';
export type ReportLanguage = VerdictLanguage;

const WORDS: Readonly<Record<ReportLanguage, Words>> = { en: ENGLISH, 'zh-CN': CHINESE };

/** Words, and how this language writes durations, times and texts of the runbook. */
export interface Language {
  readonly id: ReportLanguage;
  readonly words: Words;
  duration(ms: number): string;
  local(text: LocalText): string;
}

export const languageOf = (id: ReportLanguage): Language => ({
  id,
  words: WORDS[id],
  // A clock that was set back gives no duration worth showing.
  duration: (ms) => (ms < 0 ? '-' : PHRASES[id].duration(ms)),
  local: (text) => (id === 'zh-CN' ? (text.zh_cn ?? text.en) : text.en),
});

/** `2026-11-22 21:53:07.120 - 21:54:00.000 UTC`; only the beginning where there is no end. */
export function spanText(from: string, to: string | null): string {
  if (to === null) return timeText(from);
  const sameDay = from.slice(0, 10) === to.slice(0, 10);
  const end = sameDay ? timeText(to).slice(11) : timeText(to);
  return `${timeText(from).replace(/ UTC$/, '')} – ${end}`;
}

/** `2026-11-22 21:53:07.120 UTC` from an instant; `-` without one. */
export const timeText = (at: string | null): string =>
  at === null ? '-' : `${at.replace('T', ' ').replace(/Z$/, '')} UTC`;
