import './support/jsdom';
import type { RunKind } from '@domain/plan/plan';
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { kindsFor } from '../../src/renderer/screens/runbooks/kinds';
import type { View } from '../../src/renderer/store/view';
import { planOf } from './support/fake-plan';
import { renderApp } from './support/render';
import { BROKEN, RELEASE, seededCore, texts } from './support/seed';

const reader = (version: string, environment = 'practice', kind: RunKind = 'practice'): View => ({
  screen: 'runbooks',
  ref: RELEASE,
  preset: { environment, kind, inputs: { version } },
});

describe('the runbook reader', () => {
  it('shows a problem under its line, with place and suggestion', async () => {
    renderApp(seededCore(), { screen: 'runbooks', ref: BROKEN, preset: null });
    const text = await screen.findByRole('region', { name: 'Text of the runbook' });
    expect(within(text).getByText('11:9')).toBeVisible();
    expect(within(text).getByText(/did you mean "timeout"/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Start' })).toBeNull();
  });

  it('shows every command, what it changes and the rules in words', async () => {
    renderApp(seededCore(), reader('1.5.0'));
    expect(await screen.findByText('18 steps, 7 of them change a target')).toBeVisible();
    expect(screen.getAllByText('Changes the target').length).toBeGreaterThan(5);
    expect(screen.getAllByText('ends with exit code 0').length).toBeGreaterThan(3);
    expect(screen.getByText('30 % of the traffic, watched for 10 sec of observed time')).toBeVisible();
    expect(screen.getAllByText(/app: operator@127\.0\.0\.1:40122/).length).toBeGreaterThan(5);
  });

  it('shows the way back in reverse order before anything has started', async () => {
    renderApp(seededCore(), reader('1.5.0'));
    const back = await screen.findByRole('region', { name: 'The way back' });
    const titles = within(back)
      .getAllByText(/^Take back: /)
      .map((e) => e.textContent);
    expect(titles[0]).toContain('Give the traffic back');
    expect(titles.at(-1)).toContain('Upload the release file');
  });

  it('says at once what is wrong with an input, at the field, and starts nothing', async () => {
    const core = seededCore();
    const { user } = renderApp(core, reader('v1.5'));
    expect((await screen.findAllByText(/"v1\.5" is no SemVer version/)).length).toBe(2);
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(screen.getByRole('button', { name: 'Start' })).toBeDisabled();
    expect(core.asked.map((a) => a.name)).not.toContain('run.start');
  });

  it('plans again as a person types, and starts with Ctrl+Enter from inside the field', async () => {
    const core = seededCore();
    const { user, services } = renderApp(core, reader('v1.5'));
    const field = await screen.findByRole('textbox', { name: /version/ });
    await user.clear(field);
    await user.type(field, '1.5.0');
    await waitFor(() => expect(screen.getByRole('button', { name: 'Start' })).toBeEnabled());
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(services.store.getState().view.screen).toBe('run'));
    expect(core.asked.find((a) => a.name === 'run.start')?.input).toEqual({
      ref: RELEASE,
      environment: 'practice',
      kind: 'practice',
      inputs: [{ name: 'version', value: '1.5.0' }],
    });
  });

  it('says what a start will do, in Chinese too', async () => {
    renderApp(seededCore(), reader('1.5.0'), 'zh-CN');
    expect(await screen.findByText(/目标 app：创建执行并从第一步开始，共 7 步会变更目标。/)).toBeVisible();
    expect(screen.getByText('回滚路径')).toBeVisible();
  });

  it('offers exactly the kinds that the planner accepts', () => {
    const text = texts()[RELEASE] ?? '';
    const kinds: readonly RunKind[] = ['live', 'drill', 'practice'];
    for (const environment of ['practice', 'staging', 'production']) {
      const inputs = [{ name: 'version', value: '1.5.0' }];
      const accepted = kinds.filter(
        (kind) => planOf(text, { ref: RELEASE, environment, kind, inputs }).plan !== null,
      );
      expect([...kindsFor(environment)].sort()).toEqual([...accepted].sort());
    }
  });
});
