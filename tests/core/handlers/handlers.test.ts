/** What a window can't do: every question asked with names it should not have, through the contract. */
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Holdpoint } from '@core/app/holdpoint';
import { allHandlers } from '@core/handlers/all';
import type { Grants, HandlerContext } from '@core/handlers/context';
import { failedHandlers } from '@core/handlers/failed';
import { notifier } from '@core/system/notifier';
import { createClient, type HoldpointClient } from '@ipc/client';
import { calls } from '@ipc/contract';
import type { PortLike } from '@ipc/rpc';
import { type Handlers, serve } from '@ipc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anAttest, aPlan } from '../../support/builders/plan';
import { openTestHoldpoint, repo } from '../../support/holdpoint';
import { tempFolder } from '../ledger/fixtures';

const RUN = '0197a000-0000-7000-8000-000000000009';
let holdpoint: Holdpoint;
let grants: Grants;
let workspace: string;
let client: HoldpointClient;

function clientOf(handlers: Handlers): HoldpointClient {
  const { port1, port2 } = new MessageChannel();
  const like = (port: MessagePort): PortLike => ({
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.onmessage = ({ data }) => listener(data);
    },
    onClose: () => undefined,
  });
  closers.push(() => port1.close());
  serve(like(port2), handlers, () => new AbortController());
  return createClient(like(port1));
}

const closers: (() => void)[] = [];
const contextOf = (opened: Holdpoint): HandlerContext => ({
  holdpoint: opened,
  grants,
  changes: notifier(),
  workspaceFolder: () => workspace,
  openWorkspace: (folder) => {
    workspace = folder;
  },
});

beforeEach(async () => {
  const folder = tempFolder();
  workspace = join(folder, 'workspace');
  cpSync(join(repo, 'resources/runbooks/practice'), workspace, { recursive: true });
  grants = new Map();
  holdpoint = await openTestHoldpoint(join(folder, 'data'));
  client = clientOf(allHandlers(contextOf(holdpoint)));
});
afterEach(async () => {
  for (const close of closers.splice(0)) close();
  await holdpoint.close();
});

/** The code a question is refused with, `answered` when it is not. */
const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'answered',
    (error: { code?: string }) => error.code ?? 'no code',
  );

const start = { environment: 'practice', kind: 'practice' as const, inputs: [] };

describe('a runbook a window names', () => {
  const refs = [
    '../../etc/passwd',
    '/etc/passwd',
    '../outside.yaml',
    '..',
    '',
    '.',
    'a\0.yaml',
    'SHA256SUMS',
  ];

  it.each([...refs, 'link.yaml', 'linked/outside.yaml'])(
    '%j is refused, whatever is asked of it',
    async (ref) => {
      const outside = join(workspace, '..', 'aside');
      mkdirSync(outside);
      for (const place of [outside, join(workspace, '..')])
        writeFileSync(join(place, 'outside.yaml'), 'holdpoint: 1\npassword: hunter2\n');
      symlinkSync(join(outside, 'outside.yaml'), join(workspace, 'link.yaml'));
      symlinkSync(outside, join(workspace, 'linked'));
      expect(await codeOf(client.call('runbook.read', { ref }))).toBe('no-such-runbook');
      expect(await codeOf(client.call('runbook.plan', { ref, ...start }))).toBe('no-such-runbook');
      expect(await codeOf(client.call('run.start', { ref, ...start }))).toBe('no-such-runbook');
    },
  );

  it('is read when it is in the workspace, and explained when it is not there', async () => {
    const there = await client.call('runbook.read', { ref: 'release.yaml' });
    expect([there.entry?.id, there.problems]).toEqual(['practice-release', []]);
    const missing = await client.call('runbook.read', { ref: 'none.yaml' });
    expect([missing.entry, missing.problems[0]?.code]).toEqual([null, 'not_found']);
  });
});

describe('a place a window names', () => {
  it('is only one that a person chose, for what it was chosen', async () => {
    grants.set('t1', { path: workspace, purpose: 'export' });
    expect(await codeOf(client.call('workspace.open', { token: 'unknown' }))).toBe('no-grant');
    expect(await codeOf(client.call('workspace.open', { token: workspace }))).toBe('no-grant');
    expect(await codeOf(client.call('workspace.open', { token: 't1' }))).toBe('no-grant');
    expect(await codeOf(client.call('record.verify', { run_id: null, token: 't1' }))).toBe('no-grant');
    const before = workspace;
    grants.set('t2', { path: join(workspace, 'artifacts'), purpose: 'workspace' });
    await client.call('workspace.open', { token: 't2' });
    expect(workspace).toBe(join(before, 'artifacts'));
  });

  it('for an export must be granted too', async () => {
    const opened = await openRun();
    grants.set('t1', { path: workspace, purpose: 'workspace' });
    for (const token of ['unknown', 't1'])
      expect(await codeOf(client.call('record.export', { run_id: opened, token, zip: false }))).toBe(
        'no-grant',
      );
  });
});

async function openRun(): Promise<string> {
  const opened = await holdpoint.runs.open({
    plan: aPlan([anAttest('docs'), anAttest('more')]),
    who: { by: 'ann', via: 'window' },
    app: holdpoint.options.app,
    answersSha256: null,
    workspace,
    correlationId: null,
    releaseCandidateId: null,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value.runId;
}

describe('a run a window names', () => {
  it('that is not there is refused by everything that acts', async () => {
    const answer = { run_id: RUN, interruption: 'i1', value: 'yes', reason: '' };
    expect(await codeOf(client.call('run.answer', answer))).toBe('no-such-run');
    expect(await codeOf(client.call('run.command', { run_id: RUN, action: 'stop', reason: 'x' }))).toBe(
      'no-such-run',
    );
    expect(await codeOf(client.call('run.resume', { run_id: RUN }))).toBe('no-such-run');
    expect(await codeOf(client.call('record.export', { run_id: RUN, token: null, zip: false }))).toBe(
      'no-such-run',
    );
    expect(await codeOf(client.call('record.verify', { run_id: null, token: null }))).toBe('bad-request');
  });

  it.each(['../../../etc/passwd', '', 'x'.repeat(36)])('as %j is no id at all', async (run_id) => {
    expect(await codeOf(client.call('run.resume', { run_id }))).toBe('bad-request');
    const output = { run_id, step: 'a', target: null, attempt: 1, from_line: 0 };
    expect(await codeOf(client.stream('run.output', output).next())).toBe('bad-request');
    expect(await codeOf(client.stream('run.events', { run_id, from_seq: 0 }).next())).toBe('bad-request');
  });

  it('gives output only of steps and targets that can be names', async () => {
    const output = { run_id: RUN, step: 'a', target: null, attempt: 1, from_line: 0 };
    for (const bad of [
      { step: '../../x' },
      { target: '../x' },
      { attempt: 0 },
      { attempt: 1.5 },
      { from_line: -1 },
    ])
      expect(await codeOf(client.stream('run.output', { ...output, ...bad }).next())).toBe('bad-request');
    expect((await client.stream('run.output', output).next()).value).toMatchObject({
      ended: true,
      lines: [],
    });
  });

  it('takes only answers that were offered', async () => {
    const run_id = await openRun();
    const answer = { run_id, interruption: 'i1', value: 'yes', reason: '' };
    expect(await codeOf(client.call('run.answer', { ...answer, value: 'maybe' }))).toBe('bad-answer');
    expect(await codeOf(client.call('run.answer', { ...answer, interruption: 'i7' }))).toBe(
      'no-such-interruption',
    );
    expect(await codeOf(client.call('run.command', { run_id, action: 'stop', reason: ' ' }))).toBe(
      'reason-needed',
    );
    expect(await codeOf(client.call('run.answer', answer))).toBe('answered');
    expect(await codeOf(client.call('run.answer', answer))).toBe('already-answered');
  });

  it('can be looked at and not changed by a second window on the same data', async () => {
    const run_id = await openRun();
    const second = await openTestHoldpoint(holdpoint.options.dataDir);
    const other = clientOf(allHandlers(contextOf(second)));
    expect((await other.call('app.info', {})).read_only).not.toBeNull();
    expect(await other.call('runs.list', {})).toHaveLength(1);
    const answer = { run_id, interruption: 'i1', value: 'yes', reason: '' };
    expect(await codeOf(other.call('run.answer', answer))).toBe('read-only');
    expect(await codeOf(other.call('run.command', { run_id, action: 'pause', reason: '' }))).toBe(
      'read-only',
    );
    expect(await codeOf(other.call('run.resume', { run_id }))).toBe('read-only');
    expect(await codeOf(other.call('run.start', { ref: 'release.yaml', ...start }))).toBe('read-only');
    await second.close();
  });
});

describe('a question with more than it may hold', () => {
  it('is refused before a handler sees it', async () => {
    const raw = client as { call(name: string, input: unknown): Promise<unknown> };
    for (const [name, input] of [
      ['runbook.read', { ref: 'release.yaml', path: '/etc/passwd' }],
      ['run.command', { run_id: RUN, action: 'delete', reason: '' }],
      ['run.start', { ref: 'release.yaml', ...start, inputs: [{ name: 'PATH', value: '/' }] }],
      ['keys.choose', { choice: { use: 'file', path: '/root/.ssh/id_rsa' } }],
      ['settings.set', { theme: 'pink' }],
      ['run.answer', { run_id: RUN, interruption: 'i1', value: 'x'.repeat(4001), reason: '' }],
    ] as const)
      expect(await codeOf(raw.call(name, input)), name).toBe('bad-request');
  });
});

describe('a data folder that could not be opened', () => {
  it('answers every question with the reason', async () => {
    const failed = clientOf(failedHandlers({ code: 'unreadable', message: 'no such disk' }));
    expect(await codeOf(failed.call('app.info', {}))).toBe('unreadable');
    expect(await codeOf(failed.stream('app.changes', {}).next())).toBe('unreadable');
    expect(Object.keys(calls).length).toBeGreaterThan(10);
  });
});

describe('an output stream that has ended', () => {
  it('listens no longer', async () => {
    const { outputs } = holdpoint;
    let listening = 0;
    const grown = {
      listen: (listener: (path: string) => void) => {
        listening += 1;
        const stop = outputs.grown.listen(listener);
        return () => {
          listening -= 1;
          return stop();
        };
      },
    };
    const counted = { ...holdpoint, outputs: { ...outputs, grown } };
    const own = clientOf(allHandlers(contextOf(counted)));
    const output = { run_id: RUN, step: 'a', target: null, attempt: 1, from_line: 0 };
    for await (const item of own.stream('run.output', output)) expect(item.ended).toBe(true);
    expect(listening).toBe(0);
  });
});
