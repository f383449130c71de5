/**
 * Core in memory behind the real contract: the window under test talks to it through the real client. Runs decide and
 * evolve by the domain; what a target would do is said by the test (`run.endOne()`, `run.sample(...)`).
 */

import { currentStep, openInterruptions } from '@domain/run/state';
import type { CallOutput, RunSummary } from '@ipc/contract';
import { CodedError, type PortLike } from '@ipc/rpc';
import { type CallHandlers, type Handlers, type StreamHandlers, serve } from '@ipc/server';
import type { Bridge, CoreState, Shell } from '../../../src/renderer/bridge/shell';
import { planOf, readRunbook } from './fake-plan';
import { type FakeRun, fakeRun } from './fake-run';

export interface FakeCore {
  readonly bridge: Bridge;
  readonly runs: FakeRun[];
  /** What the window asked for, in order: `name input`. */
  readonly asked: { name: string; input: unknown }[];
  /** What the window asked of the shell. */
  readonly shellAsked: string[];
  /** Overrides for one test: `core.answers['record.verify'] = () => ...`. */
  readonly answers: Partial<CallHandlers>;
  readonly data: FakeData;
  /** Core dies: every port closes. `up` starts it again with the same ledger. */
  down(): void;
  up(): void;
  giveUp(): void;
  changed(what: 'runs' | 'practice' | 'workspace' | 'settings' | 'keys'): void;
  open(version: string, id: string, openedAt: string, environment?: string): FakeRun;
}

export interface FakeData {
  info: CallOutput<'app.info'>;
  settings: CallOutput<'settings.get'>;
  keys: CallOutput<'keys.get'>;
  practice: CallOutput<'practice.status'>;
  verify: CallOutput<'record.verify'>;
  texts: Record<string, string>;
}

export function fakeCore(texts: Record<string, string>, over: Partial<FakeData> = {}): FakeCore {
  const data: FakeData = { ...defaults(), texts, ...over };
  const runs: FakeRun[] = [];
  const asked: FakeCore['asked'] = [];
  const shellAsked: string[] = [];
  const answers: Partial<CallHandlers> = {};
  const changes = broadcast<'runs' | 'practice' | 'workspace' | 'settings' | 'keys'>();
  const ports = new Set<{ close(): void }>();
  let seq = 0;
  let onPort: (port: PortLike) => void = () => {};
  let onState: (state: CoreState) => void = () => {};

  const open: FakeCore['open'] = (version, id, openedAt, environment = 'practice') => {
    const kind = environment === 'practice' ? 'practice' : 'live';
    const ref = Object.keys(texts)[0] ?? '';
    const { plan, problems } = planOf(texts[ref] ?? '', {
      ref,
      environment,
      kind,
      inputs: [{ name: 'version', value: version }],
    });
    if (plan === null) throw new CodedError('invalid', problems[0]?.message ?? 'no plan');
    const run = fakeRun({ id, plan, openedAt, nextSeq: () => ++seq });
    run.onEvents(() => changes.send('runs'));
    runs.unshift(run);
    changes.send('runs');
    return run;
  };
  const find = (id: string) => {
    const run = runs.find((r) => r.id === id);
    if (run === undefined) throw new CodedError('not-found', `there is no run ${id}`);
    return run;
  };

  const calls: CallHandlers = {
    'app.info': () => data.info,
    'settings.get': () => data.settings,
    'settings.set': (change) => {
      Object.assign(data.settings, JSON.parse(JSON.stringify(change)));
      changes.send('settings');
      return {};
    },
    'workspace.get': () => ({
      name: 'orders',
      path: '/home/ann/orders',
      practice: data.practice.up,
      runbooks: Object.entries(data.texts).map(([ref, text]) => {
        const read = readRunbook(text, ref);
        return read.entry ?? brokenEntry(ref, read.problems.length);
      }),
    }),
    'workspace.open': () => ({}),
    'runbook.read': ({ ref }) => readRunbook(data.texts[ref] ?? '', ref),
    'runbook.plan': (input) => {
      const { plan, problems } = planOf(data.texts[input.ref] ?? '', input);
      return { plan, markdown: '', problems };
    },
    'run.start': (input) => {
      const version = input.inputs.find((i) => i.name === 'version')?.value ?? '';
      return { run_id: open(version, runId(100 + runs.length), now(), input.environment).id };
    },
    'run.answer': ({ run_id, interruption, value, reason }) => {
      find(run_id).command({
        type: 'answer',
        interruption,
        value,
        reason,
        who: { by: 'ann', via: 'window' },
      });
      return {};
    },
    'run.command': ({ run_id, action, reason }) => {
      find(run_id).command({ type: action, reason, who: { by: 'ann', via: 'window' } });
      return {};
    },
    'run.resume': () => ({}),
    'runs.list': () => runs.map(summary),
    'keys.get': () => data.keys,
    'keys.choose': ({ choice }) => {
      const candidate =
        choice.use === 'candidate' ? data.keys.candidates.find((c) => c.id === choice.id) : undefined;
      if (candidate?.encrypted && choice.passphrase !== 'open sesame') {
        throw new CodedError('wrong-passphrase', 'the passphrase does not open this key');
      }
      const { source, fingerprint, type, comment } = candidate ?? madeKey;
      data.keys = { ...data.keys, operator: { source, fingerprint, type, comment } };
      changes.send('keys');
      return { source, fingerprint, type, comment };
    },
    'record.export': ({ run_id, zip }) => ({
      path: `${data.info.data_dir}/exports/${run_id}${zip ? '.zip' : ''}`,
      files: 14,
    }),
    'record.verify': () => data.verify,
    'practice.status': () => data.practice,
    'practice.up': () => {
      data.practice = { up: true, version: '1.4.2', root: '/tmp/practice' };
      changes.send('practice');
      changes.send('workspace');
      return {};
    },
    'practice.down': () => {
      data.practice = { up: false, version: null, root: null };
      changes.send('practice');
      return {};
    },
  };

  const streams: StreamHandlers = {
    'run.events': async function* ({ run_id, from_seq }, { signal }) {
      const run = find(run_id);
      let next = from_seq;
      const news = waker();
      const off = run.onEvents(news.wake);
      try {
        while (!signal.aborted) {
          const batch = run.events().filter((e) => e.seq >= next);
          next = (batch.at(-1)?.seq ?? next - 1) + 1;
          if (batch.length > 0)
            yield batch.map(({ seq: n, at, event }) => ({ seq: n, at, event: { ...event } }));
          else await news.wait(signal);
        }
      } finally {
        off();
      }
    },
    'run.output': async function* ({ step, from_line }) {
      const lines = [`$ ${step}`, 'orders-1.5.0.tar.gz: OK', 'serving 1.4.2, asked for 1.5.0'];
      yield { from_line, lines: lines.slice(from_line), total_lines: lines.length, ended: true };
    },
    'app.changes': async function* (_input, { signal }) {
      for await (const what of changes.listen(signal)) yield { what };
    },
  };

  const connect = () => {
    const { port1, port2 } = new MessageChannel();
    const window = port(port1);
    const core = port(port2);
    ports.add({
      close: () => {
        window.closed();
        core.closed();
      },
    });
    serve(core.like, logged({ calls, streams }, answers, asked), () => new AbortController());
    onPort(window.like);
  };
  return {
    bridge: {
      systemLanguage: 'en',
      shell: fakeShell(shellAsked),
      core: {
        connect: (portListener, stateListener) => {
          onPort = portListener;
          onState = stateListener;
          connect();
        },
      },
    },
    runs,
    asked,
    shellAsked,
    answers,
    data,
    open,
    down: () => {
      for (const one of ports) one.close();
      ports.clear();
      onState('down');
    },
    up: connect,
    giveUp: () => {
      for (const one of ports) one.close();
      ports.clear();
      onState('given-up');
    },
    changed: (what) => changes.send(what),
  };
}

export const runId = (n: number): string => `0197a000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const now = () => new Date().toISOString();

const madeKey = {
  source: 'generated' as const,
  fingerprint: 'SHA256:Wm3eBqf0yH5rZt8uXoC1nK6vJ4sLdQaPgT2iRkYhNzE',
  type: 'ssh-ed25519',
  comment: 'ann@holdpoint',
};

function summary(run: FakeRun): RunSummary {
  const state = run.state();
  const asked = openInterruptions(state)[0];
  return {
    run_id: run.id,
    title: state.plan.runbook.title,
    runbook: state.plan.runbook.id,
    environment: state.plan.environment,
    kind: state.kind,
    inputs: [...state.plan.inputs],
    opened_at: state.openedAt,
    opened_by: state.openedBy,
    closed_at: state.closedAt,
    result: state.result,
    waiting_for: asked === undefined ? null : asked.text,
    current_step: currentStep(state)?.step.title ?? null,
  };
}

const brokenEntry = (ref: string, problems: number) => ({
  ref,
  id: ref,
  title: { en: ref },
  problems,
  inputs: [],
  environments: [],
});

/** Looks up overrides at the time of the call, and keeps what was asked. */
function logged(handlers: Handlers, over: Partial<CallHandlers>, asked: FakeCore['asked']): Handlers {
  const entries = Object.entries(handlers.calls).map(([name, handler]) => [
    name,
    (input: never, context: never) => {
      asked.push({ name, input });
      return ((over as Record<string, typeof handler>)[name] ?? handler)(input, context);
    },
  ]);
  return { ...handlers, calls: Object.fromEntries(entries) as CallHandlers };
}

function port(messagePort: MessagePort): { like: PortLike; closed(): void } {
  const closers: (() => void)[] = [];
  let open = true;
  return {
    like: {
      post: (message) => {
        if (open) messagePort.postMessage(message);
      },
      onMessage: (listener) => {
        messagePort.onmessage = ({ data }) => {
          if (open) listener(data);
        };
      },
      onClose: (listener) => closers.push(listener),
    },
    closed: () => {
      open = false;
      messagePort.close();
      for (const closer of closers) closer();
    },
  };
}

function fakeShell(asked: string[]): Shell {
  const note = (what: string) => {
    asked.push(what);
  };
  return {
    chooseFolder: async (purpose) => {
      note(`chooseFolder ${purpose}`);
      return { token: 'token-folder', label: 'exports' };
    },
    chooseFile: async (purpose) => {
      note(`chooseFile ${purpose}`);
      return { token: 'token-file', label: 'bundle.zip' };
    },
    openFolder: async (token) => note(`openFolder ${token}`),
    notify: async (title) => note(`notify ${title}`),
    setTheme: async (theme) => note(`setTheme ${theme}`),
  };
}

/** One waiter that is woken by news or by the end. */
function waker() {
  let wakeNow = () => {};
  return {
    wake: () => wakeNow(),
    wait: (signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        wakeNow = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
  };
}

function broadcast<T>() {
  const listeners = new Set<(item: T) => void>();
  return {
    send: (item: T) => {
      for (const listener of listeners) listener(item);
    },
    listen: async function* (signal: AbortSignal): AsyncGenerator<T> {
      const queue: T[] = [];
      const news = waker();
      const listener = (item: T) => {
        queue.push(item);
        news.wake();
      };
      listeners.add(listener);
      try {
        while (!signal.aborted) {
          const item = queue.shift();
          if (item !== undefined) yield item;
          else await news.wait(signal);
        }
      } finally {
        listeners.delete(listener);
      }
    },
  };
}

function defaults(): Omit<FakeData, 'texts'> {
  return {
    info: {
      version: '0.1.0',
      node: '24.21.0',
      electron: '45.4.1',
      sqlite: '3.53.1',
      data_dir: '/home/ann/.local/share/holdpoint',
      actor: 'ann',
      read_only: null,
    },
    settings: { locale: 'en', theme: 'light' },
    keys: {
      operator: {
        source: 'agent',
        fingerprint: 'SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8',
        type: 'ssh-ed25519',
        comment: 'ann@laptop',
      },
      candidates: [
        {
          id: 'agent:1',
          source: 'agent',
          fingerprint: 'SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8',
          type: 'ssh-ed25519',
          comment: 'ann@laptop',
          encrypted: false,
        },
        {
          id: 'file:1',
          source: 'file',
          fingerprint: 'SHA256:uNiVztksCsDhcc0u9e8BrRJPyMKcq8l1OKIqa2mGyzQ',
          type: 'ssh-ed25519',
          comment: '~/.ssh/id_ed25519',
          encrypted: true,
        },
      ],
    },
    practice: { up: true, version: '1.4.2', root: '/tmp/practice' },
    verify: {
      verdict: 'verified',
      lines: [
        { promise: 'every file is unchanged', result: 'ok', detail: '14 files match SHA256SUMS' },
        {
          promise: 'signed by the device',
          result: 'ok',
          detail: 'SHA256:Wm3e…NzE, namespace holdpoint.dev/device',
        },
        { promise: 'signed by the operator', result: 'ok', detail: 'ann, SHA256:nThb…5SY8' },
        { promise: 'the ledger is one chain', result: 'ok', detail: '112 lines, head 5f1c…' },
        { promise: 'times', result: 'note', detail: 'time according to this machine' },
      ],
    },
  };
}
