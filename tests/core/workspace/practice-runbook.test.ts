import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerBook } from '@core/workspace/answers';
import { inlineParser } from '@core/workspace/parse';
import { type PracticeTargets, resolveTargets } from '@core/workspace/resolve-targets';
import { Workspace } from '@core/workspace/workspace';
import { ok, type Result } from '@domain/kernel/result';
import { longestMs, undoOrder } from '@domain/plan/render';
import { checkRunbook } from '@domain/runbook/check';
import { makePlan } from '@domain/runbook/plan';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../../resources/runbooks/practice', import.meta.url));
const workspace = new Workspace(folder, inlineParser);

const names = ['root', 'entry_port', 'preview_port', 'candidate_port', 'stable_port', 'traffic_port'];
const practice: PracticeTargets = () =>
  Promise.resolve(
    ok({
      host: '127.0.0.1',
      port: 40022,
      user: 'practice',
      vars: names.map((name, i) => ({ name, value: `${4000 + i}` })),
    }),
  );

function good<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error, null, 1));
  return result.value;
}

async function plan(inputs: Record<string, string>) {
  const { loaded, path, sha256 } = good(await workspace.runbook(join(folder, 'release.yaml')));
  const inventory = good(await workspace.inventory());
  const wanted = loaded.runbook.targets ?? {};
  const targets = good(await resolveTargets(inventory, 'practice', wanted, practice));
  return makePlan({ loaded, path, sha256, environment: 'practice', kind: 'practice', inputs, targets });
}

describe('the practice runbook', () => {
  it('has nothing the linter minds', async () => {
    const file = good(await workspace.runbook(join(folder, 'release.yaml')));
    expect(checkRunbook(file.loaded)).toEqual([]);
  });

  it('is the one runbook of its workspace', async () => {
    expect((await workspace.runbooks()).map((entry) => entry.path)).toEqual(['release.yaml']);
  });

  it('plans, with every phase and a way back for every change', async () => {
    const made = good(await plan({ version: '1.5.0' }));
    const phases = [...new Set(made.steps.map((s) => s.phase))];
    expect(phases).toEqual([
      'preflight',
      'gate',
      'backup',
      'deploy',
      'migrate',
      'smoke',
      'rollout',
      'accept',
      'close',
    ]);
    expect(
      made.steps
        .filter((s) => s.changes)
        .map((s) => s.id)
        .reverse(),
    ).toEqual(undoOrder(made).map((s) => s.id));
    expect(made.metrics[0]?.from.url).toBe('http://127.0.0.1:4003/metrics');
    expect(made.steps.find((s) => s.id === 'upload')?.needs).toEqual(['artifact_sha256']);
    expect(made.steps.find((s) => s.id === 'promote')?.needs).toEqual(['previous']);
    expect(longestMs(made)).toBeGreaterThan(0);
  });

  it('asks for its version', async () => {
    const made = await plan({});
    expect(made).toMatchObject({
      ok: false,
      error: [{ code: 'input', message: expect.stringMatching(/no value/) }],
    });
  });

  it('has answers for its own steps and people that can be read', async () => {
    const book = answerBook(good(await workspace.answers(join(folder, 'answers.yaml'))));
    const made = good(await plan({ version: '1.5.0' }));
    const steps = made.steps.map((s) => s.id);
    for (const step of Object.keys(book.answers)) expect(steps).toContain(step);
    expect(good(await workspace.people()).people.length).toBeGreaterThan(0);
  });
});
