/** Core in memory with one recorded run: the window talks to it through the real contract. */
import type { Command } from '@domain/run/command';
import { CodedError, type PortLike } from '@ipc/rpc';
import { type Handlers, serve } from '@ipc/server';
import type { Bridge, CoreState } from '../../../src/renderer/bridge/shell';
import { type RecordedRun, RUN_ID } from '../../support/builders/run';

export interface RecordedCore {
  readonly bridge: Bridge;
  readonly run: RecordedRun;
  /** Commands the window sent, in order. */
  readonly sent: Command[];
  /** Titles of notifications. */
  readonly notified: string[];
  /** Tells the window about what was recorded since. */
  publish(): void;
  /** Core goes away; `up` brings it back. */
  down(): void;
  up(): void;
}

interface Options {
  readonly language?: 'en' | 'zh-CN';
  readonly theme?: 'light' | 'dark';
  readonly output?: readonly string[];
}

export function recordedCore(run: RecordedRun, options: Options = {}): RecordedCore {
  const sent: Command[] = [];
  const notified: string[] = [];
  const listeners = new Set<() => void>();
  const publish = () => {
    for (const listener of listeners) listener();
  };
  let restarted = false;
  const give = (command: Command) => {
    sent.push(command);
    try {
      run.give(command);
    } catch (error) {
      throw new CodedError('refused', error instanceof Error ? error.message : String(error));
    }
    publish();
    return {};
  };
  const who = { by: 'ann', via: 'window' } as const;
  const handlers: Handlers = {
    calls: {
      ...fixedAnswers(options),
      'run.answer': ({ interruption, value, reason }) =>
        give({ type: 'answer', interruption, value, reason, who }),
      'run.resume': () => {
        if (restarted) give({ type: 'recover' });
        restarted = false;
        return {};
      },
      'run.command': ({ action, reason }) => give({ type: action, reason, who }),
    },
    streams: {
      'run.events': async function* ({ from_seq }, { signal }) {
        let next = from_seq;
        while (!signal.aborted) {
          const batch = run.events.filter((e) => e.seq >= next);
          next = (batch.at(-1)?.seq ?? next - 1) + 1;
          if (batch.length > 0) yield batch.map(({ seq, at, event }) => ({ seq, at, event: { ...event } }));
          else await news(listeners, signal);
        }
      },
      'run.output': async function* () {
        const lines = options.output ?? ['ready'];
        for (let from = 0; from < lines.length; from += 50_000) {
          yield {
            from_line: from,
            lines: lines.slice(from, from + 50_000),
            total_lines: lines.length,
            ended: false,
          };
        }
      },
      'app.changes': async function* (_input, { signal }) {
        await news(new Set(), signal);
        yield* [];
      },
    },
  };
  const link = linkTo(handlers);
  return {
    run,
    sent,
    notified,
    publish,
    down: () => {
      restarted = true;
      link.down();
    },
    up: link.up,
    bridge: {
      systemLanguage: options.language ?? 'en',
      core: link,
      shell: {
        chooseFolder: async () => null,
        chooseFile: async () => null,
        openFolder: async () => {},
        notify: async (title) => {
          notified.push(title);
        },
        setTheme: async () => {},
      },
    },
  };
}

const news = (listeners: Set<() => void>, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const done = () => {
      listeners.delete(done);
      resolve();
    };
    listeners.add(done);
    signal.addEventListener('abort', done, { once: true });
  });

function linkTo(handlers: Handlers) {
  let onPort: (port: PortLike) => void = () => {};
  let onState: (state: CoreState) => void = () => {};
  let close = () => {};
  const up = () => {
    const { port1, port2 } = new MessageChannel();
    const [window, core] = [portOf(port1), portOf(port2)];
    close = () => {
      window.close();
      core.close();
    };
    serve(core.like, handlers, () => new AbortController());
    onPort(window.like);
  };
  return {
    connect: (portListener: typeof onPort, stateListener: typeof onState) => {
      onPort = portListener;
      onState = stateListener;
      up();
    },
    up,
    down: () => {
      close();
      onState('down');
    },
  };
}

function portOf(port: MessagePort): { like: PortLike; close(): void } {
  const closers: (() => void)[] = [];
  return {
    like: {
      post: (message) => port.postMessage(message),
      onMessage: (listener) => {
        port.onmessage = ({ data }) => listener(data);
      },
      onClose: (listener) => closers.push(listener),
    },
    close: () => {
      port.close();
      for (const closer of closers) closer();
    },
  };
}

const notHere = (): never => {
  throw new CodedError('not-found', 'this core has one run only');
};

function fixedAnswers({
  language = 'en',
  theme = 'light',
}: Options): Omit<Handlers['calls'], 'run.answer' | 'run.command' | 'run.resume'> {
  return {
    'app.info': () => ({
      version: '0.1.0',
      node: '24.21.0',
      electron: null,
      sqlite: '3.54.1',
      data_dir: '/home/ann/.local/share/holdpoint',
      actor: 'ann',
      read_only: null,
    }),
    'settings.get': () => ({ locale: language, theme }),
    'settings.set': () => ({}),
    'workspace.get': () => ({ name: 'orders', path: '/home/ann/orders', practice: false, runbooks: [] }),
    'workspace.open': () => ({}),
    'runbook.read': notHere,
    'runbook.plan': notHere,
    'run.start': () => ({ run_id: RUN_ID }),
    'runs.list': () => [],
    'keys.get': () => ({ operator: null, candidates: [] }),
    'keys.choose': notHere,
    'record.export': notHere,
    'record.verify': notHere,
    'practice.status': () => ({ up: false, version: null, root: null }),
    'practice.up': () => ({}),
    'practice.down': () => ({}),
  };
}
