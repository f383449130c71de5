import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../../actions';
import { KeyHint } from '../../../components/key-hint';
import { scrolls } from '../scrolls';
import type { LineLog } from './line-log';
import { OutputSearch } from './output-search';
import { OutputText } from './output-text';
import { isCut, LINE_LIMIT } from './render-line';

/** Height of a line in px; 2 million of them stay below the tallest box Chromium can lay out. */
const LINE_PX = 16;

/** The lines of an attempt: only those in view are in the page, the newest in view while following. */
export function OutputView({ log, running }: { log: LineLog; running: boolean }) {
  const { t } = useTranslation('run');
  const [following, setFollowing] = useState(true);
  const [hit, setHit] = useState<number | null>(null);
  const [open, setOpen] = useState<number | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const count = log.lines.length;
  const rows = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => LINE_PX,
    overscan: 12,
    initialRect: { width: 600, height: 240 },
  });
  useEffect(() => {
    if (following && count > 0) rows.scrollToIndex(count - 1, { align: 'end' });
  }, [following, count, rows]);
  const goTo = (line: number) => {
    setFollowing(false);
    setHit(line);
    rows.scrollToIndex(line, { align: 'center' });
  };
  const toggle = () => setFollowing(!following);
  useActions([{ id: 'run.follow', label: t('output.follow'), section: 'here', keys: 'F', run: toggle }]);
  const onScroll = () => {
    const at = box.current;
    if (at === null || !following) return;
    if (at.scrollHeight - at.scrollTop - at.clientHeight > 4 * LINE_PX && at.matches(':hover, :focus-within'))
      setFollowing(false);
  };
  return (
    <section className="run-output" aria-label={t('output.label')}>
      <OutputBar log={log} running={running}>
        <OutputSearch log={log} at={hit} onGoTo={goTo} />
        <button type="button" className="run-quiet" aria-pressed={following} onClick={toggle}>
          {t('output.follow')} <KeyHint keys="F" />
        </button>
      </OutputBar>
      <div
        ref={box}
        className="run-output-lines"
        role="log"
        aria-live="off"
        aria-label={t('output.lines')}
        {...scrolls}
        onScroll={onScroll}
      >
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map(({ index, start }) => (
            <Line
              key={index}
              line={log.lines[index] ?? ''}
              top={start}
              hit={index === hit}
              onMore={() => setOpen(index)}
            />
          ))}
        </div>
        {count === 0 && <p className="run-empty">{running ? t('output.none') : t('output.empty')}</p>}
      </div>
      {open !== null && (
        <WholeLine line={log.lines[open] ?? ''} number={open + 1} onClose={() => setOpen(null)} />
      )}
    </section>
  );
}

function OutputBar({ log, running, children }: { log: LineLog; running: boolean; children: ReactNode }) {
  const { t } = useTranslation('run');
  return (
    <div className="run-output-bar">
      <h3>{t('output.label')}</h3>
      <span className="run-dim">
        {t('output.count', { count: log.total })}
        {running && !log.ended ? ` · ${t('output.live')}` : ''}
      </span>
      <span className="run-spring" />
      {children}
    </div>
  );
}

function Line({ line, top, hit, onMore }: { line: string; top: number; hit: boolean; onMore(): void }) {
  const { t } = useTranslation('run');
  return (
    <div className="run-line" dir="ltr" data-hit={hit} style={{ transform: `translateY(${top}px)` }}>
      <OutputText line={line} />
      {isCut(line) && (
        <button type="button" className="run-more" onClick={onMore}>
          {t('output.more', { count: line.length - LINE_LIMIT })}
        </button>
      )}
    </div>
  );
}

/** A long line whole, wrapped; drawn only when asked for. */
function WholeLine({ line, number, onClose }: { line: string; number: number; onClose(): void }) {
  const { t } = useTranslation('run');
  return (
    <div className="run-whole-line">
      <p>
        <span>{t('output.whole', { number, count: line.length })}</span>
        <button type="button" className="run-quiet" onClick={onClose}>
          {t('output.less')}
        </button>
      </p>
      <section {...scrolls} dir="ltr" aria-label={t('output.wholeLabel')}>
        <OutputText line={line} limit={1_000_000} />
      </section>
    </div>
  );
}
