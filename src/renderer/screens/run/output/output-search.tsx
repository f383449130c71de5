import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../../actions';
import { KeyHint } from '../../../components/key-hint';
import { type Found, findLines, nextHit } from './find-lines';
import type { LineLog } from './line-log';

interface Props {
  readonly log: LineLog;
  /** The line that was gone to last. */
  readonly at: number | null;
  onGoTo(line: number): void;
}

/** Plain-text search with a count: Enter and Shift+Enter go from hit to hit, Esc leaves. */
export function OutputSearch({ log, at, onGoTo }: Props) {
  const { t } = useTranslation('run');
  const [needle, setNeedle] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const found = useFound(log, needle);
  useActions([
    {
      id: 'run.search',
      label: t('output.search'),
      section: 'here',
      keys: '/',
      run: () => field.current?.focus(),
    },
  ]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') field.current?.blur();
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const line = nextHit(found, at ?? -1, event.shiftKey ? -1 : 1);
    if (line !== null) onGoTo(line);
  };
  return (
    <span className="run-search">
      <input
        ref={field}
        type="search"
        value={needle}
        placeholder={t('output.search')}
        aria-label={t('output.search')}
        onChange={(event) => setNeedle(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {needle === '' ? (
        <KeyHint keys="/" />
      ) : (
        <output>{t('output.hits', { count: found.lines.length })}</output>
      )}
    </span>
  );
}

/** Looks only at what is new since the last draw. */
function useFound(log: LineLog, needle: string): Found {
  const last = useRef<{ lines: LineLog['lines']; found: Found } | null>(null);
  const before = last.current?.lines === log.lines ? last.current.found : null;
  const found = findLines(log.lines, needle, before);
  last.current = { lines: log.lines, found };
  return found;
}
