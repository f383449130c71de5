/** Status as word, shape and colour together: two of them always remain on a black and white print. */
import { drawn, type Html, html } from './html';

/** `attested`: a person's word, which must never look like a measurement. */
export type Tone = 'good' | 'bad' | 'warn' | 'calm' | 'idle' | 'attested';

const icon = (shape: string): Html =>
  drawn(
    `<svg viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${shape}</svg>`,
  );

/** Circle with a tick, octagon with a cross, diamond, arrow back, dash, person: told apart without colour. */
const ICONS: Readonly<Record<Tone, Html>> = {
  good: icon('<circle cx="8" cy="8" r="6.6"/><path d="M5 8.3l2.2 2.2L11 6"/>'),
  bad: icon('<path d="M5.3 1.4h5.4l3.9 3.9v5.4l-3.9 3.9H5.3l-3.9-3.9V5.3z"/><path d="M6 6l4 4M10 6l-4 4"/>'),
  warn: icon('<path d="M8 1l7 7-7 7-7-7z"/><path d="M8 5v3.4M8 11v.1"/>'),
  calm: icon('<path d="M6 2.5L2.5 6 6 9.5"/><path d="M2.5 6h7a4 4 0 010 8H6"/>'),
  idle: icon('<path d="M3 8h10"/>'),
  attested: icon('<circle cx="8" cy="5" r="3"/><path d="M2.5 14.5c.4-3.2 2.6-5 5.5-5s5.1 1.8 5.5 5"/>'),
};

export const badge = (tone: Tone, word: string): Html =>
  html`<span class="badge ${tone}">${ICONS[tone]}<span>${word}</span></span>`;

const TONES: Readonly<Record<string, Tone>> = {
  passed: 'good',
  released: 'good',
  pass: 'good',
  failed: 'bad',
  fail: 'bad',
  rollback_incomplete: 'bad',
  remains: 'bad',
  unknown: 'warn',
  unfinished: 'warn',
  error: 'warn',
  inconclusive: 'warn',
  skipped: 'warn',
  overridden: 'warn',
  vouched: 'warn',
  blocked: 'warn',
  stopped: 'warn',
  rolled_back: 'calm',
  undone: 'calm',
};

/** A word without a tone of its own never looks good. */
export const toneOf = (status: string): Tone => TONES[status] ?? 'idle';
