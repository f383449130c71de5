/** The stored output of an attempt as lines, following while it runs. */
import { findStep } from '@domain/run/state';
import type { StreamItem } from '@ipc/contract';
import type { StreamHandlers } from '@ipc/server';
import { type LineReader, lineReader } from '../outputs/line-reader';
import type { OutputKey } from '../ports';
import { notifier, streamOf } from '../system/notifier';
import type { HandlerContext } from './context';

type Item = StreamItem<'run.output'>;

export function runOutput({ holdpoint }: HandlerContext): StreamHandlers['run.output'] {
  return async function* ({ run_id, step, target, attempt, from_line }, { signal }) {
    const key: OutputKey = { runId: run_id, step, target, attempt };
    const ended = () => attemptEnded(holdpoint.runs.state(run_id), key);
    const over = new AbortController();
    const ticks = merged(
      AbortSignal.any([signal, over.signal]),
      holdpoint.outputs.grown,
      holdpoint.runs.happenings,
    );
    let at = 0;
    let reader: LineReader | null = null;
    try {
      for (;;) {
        // Asked before reading: what the attempt wrote last is on disk before its end is recorded.
        const all = ended();
        const path = holdpoint.outputs.path(key);
        reader ??= path === null ? null : await lineReader(path);
        for await (const lines of linesNow(reader, all)) {
          const item = windowOf(lines, at, from_line);
          at += lines.length;
          if (item !== null) yield { ...item, total_lines: at, ended: false };
        }
        if (all) return yield { from_line: at, lines: [], total_lines: at, ended: true };
        if ((await ticks.next()).done === true) return;
      }
    } finally {
      over.abort(); // stops listening also when the output has ended and nobody cancelled
      await reader?.close();
    }
  };
}

async function* linesNow(reader: LineReader | null, over: boolean): AsyncGenerator<readonly string[]> {
  if (reader === null) return;
  for (let lines = await reader.next(); lines.length > 0; lines = await reader.next()) yield lines;
  const rest = over ? reader.rest() : [];
  if (rest.length > 0) yield rest;
}

function windowOf(
  lines: readonly string[],
  at: number,
  fromLine: number,
): Pick<Item, 'from_line' | 'lines'> | null {
  const skip = Math.max(0, fromLine - at);
  return skip >= lines.length ? null : { from_line: at + skip, lines: lines.slice(skip) };
}

/** True when nothing more will be written: the attempt ended, or the run has moved past it. */
function attemptEnded(
  state: ReturnType<HandlerContext['holdpoint']['runs']['state']>,
  key: OutputKey,
): boolean {
  const found = state === undefined ? undefined : findStep(state, key.step);
  const target = found?.targets.find((t) => t.target === key.target);
  return target === undefined || target.attempt > key.attempt || target.status !== 'running';
}

/** Anything told by any of the sources, as a tick. */
function merged(
  signal: AbortSignal,
  ...sources: readonly { listen(listener: () => void): () => void }[]
): AsyncGenerator<null> {
  const any = notifier<null>();
  const stops = sources.map((source) => source.listen(() => any.tell(null)));
  signal.addEventListener(
    'abort',
    () => {
      for (const stop of stops) stop();
    },
    { once: true },
  );
  return streamOf(any, signal);
}
