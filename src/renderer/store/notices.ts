import type { Result } from '@domain/kernel/result';
import type { SliceTools } from './store';

export interface Notice {
  readonly id: number;
  readonly tone: 'ok' | 'bad' | 'wait';
  /** For people. Failures carry core's own words. */
  readonly text: string;
}

/** Short messages in the corner, newest last. They stay until dismissed: an error must not vanish unread. */
export interface NoticesSlice {
  readonly notices: readonly Notice[];
  notify(tone: Notice['tone'], text: string): void;
  dismiss(id: number): void;
  /** Uses a good answer; shows a bad one. `closed` is not shown: the connection state already says it. */
  take<T>(result: Result<T>, use: (value: T) => void): void;
}

export function noticesSlice({ set, get }: SliceTools): NoticesSlice {
  let nextId = 1;
  return {
    notices: [],
    notify: (tone, text) => {
      const others = get().notices.filter((n) => n.text !== text);
      set({ notices: [...others, { id: nextId++, tone, text }] });
    },
    dismiss: (id) => set({ notices: get().notices.filter((n) => n.id !== id) }),
    take: (result, use) => {
      if (result.ok) use(result.value);
      else if (result.error.code !== 'closed') get().notify('bad', result.error.message);
    },
  };
}
