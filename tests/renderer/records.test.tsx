import './support/jsdom';
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { runId } from './support/fake-core';
import { renderApp } from './support/render';
import { seededCore } from './support/seed';

const detail = { screen: 'records', runId: runId(2) } as const;

describe('records', () => {
  it('list what ended, and open what a record holds', async () => {
    const { user } = renderApp(seededCore(), { screen: 'records', runId: null });
    await user.click(
      await screen.findByRole('button', { name: 'Practice release of the order service 1.5.1' }),
    );
    expect(await screen.findByText('Record (rollback) SHA-256')).toBeVisible();
    expect(screen.getByText('Recorded by this machine; times according to this machine.')).toBeVisible();
    expect(await screen.findByText('Reason: errors at 18 % with 30 % of the traffic')).toBeVisible();
  });

  it('export to the default folder by one key, and to a chosen one that can be opened', async () => {
    const core = seededCore();
    const { user } = renderApp(core, detail);
    await screen.findByRole('button', { name: 'Export' });
    await user.keyboard('e');
    expect(await screen.findByText(/\/exports\/0197a000/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Open the folder' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Export to a folder…' }));
    await user.click(await screen.findByRole('button', { name: 'Open the folder' }));
    expect(core.shellAsked).toEqual(
      expect.arrayContaining(['chooseFolder export', 'openFolder token-folder']),
    );
  });

  it('verify with a line per promise and a sentence that does not say more than was shown', async () => {
    const { user } = renderApp(seededCore(), detail);
    await screen.findByRole('button', { name: 'Verify' });
    await user.keyboard('v');
    expect(await screen.findByText('14 files match SHA256SUMS')).toBeVisible();
    expect(screen.getByText(/not that the world was so/)).toBeVisible();
  });

  it('say plainly that a bundle must not be relied on', async () => {
    const core = seededCore();
    core.data.verify = {
      verdict: 'not-authentic',
      lines: [{ promise: 'every file is unchanged', result: 'fail', detail: 'events.jsonl differs' }],
    };
    const { user } = renderApp(core, { screen: 'records', runId: null });
    await screen.findByText('Ended runs');
    await user.keyboard('{Control>}o{/Control}');
    expect(await screen.findByText(/Do not rely on this bundle/)).toBeVisible();
    expect(screen.getByText('Fails')).toBeVisible();
    expect(screen.getByText('Verification of bundle.zip')).toBeVisible();
  });

  it('show why an export failed', async () => {
    const core = seededCore();
    core.answers['record.export'] = () => {
      throw new Error('no space left on the device');
    };
    const { user } = renderApp(core, detail);
    await user.click(await screen.findByRole('button', { name: 'Export' }));
    await waitFor(() => expect(screen.getByText('no space left on the device')).toBeVisible());
  });
});
