/** What a colour means. The look of each tone in both themes is in theme/global.css. */
export type Tone = 'ok' | 'bad' | 'wait' | 'unknown' | 'active' | 'quiet';
