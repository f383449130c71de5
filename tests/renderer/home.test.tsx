import './support/jsdom';
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderApp } from './support/render';
import { RELEASE, seededCore } from './support/seed';

describe('home', () => {
  it('shows the run under way with what it waits for', async () => {
    const core = seededCore();
    core.runs[0]?.endOne({ outcome: { kind: 'exited', code: 1 }, checks: [] });
    renderApp(core);
    expect(
      await screen.findByText('Practice release of the order service 1.5.1', { selector: 'span' }),
    ).toBeVisible();
    expect(await screen.findByText(/Waits for a person: Failed: /)).toBeVisible();
  });

  it('shows how the last runs ended, never as a colour alone', async () => {
    renderApp(seededCore());
    expect(await screen.findByText('Released')).toBeVisible();
    expect(await screen.findByText('Rolled back')).toBeVisible();
  });

  it('starts the practice target and opens its runbook with the bad version, by one key', async () => {
    const core = seededCore({ practice: { up: false, version: null, root: null } });
    const { user, services } = renderApp(core);
    await screen.findByText('Practice a release');
    await user.keyboard('b');
    await waitFor(() =>
      expect(services.store.getState().view).toEqual({
        screen: 'runbooks',
        ref: RELEASE,
        preset: { environment: 'practice', kind: 'practice', inputs: { version: '1.5.1' } },
      }),
    );
    expect(core.asked.map((a) => a.name)).toContain('practice.up');
    expect(await screen.findByRole('textbox', { name: /version/ })).toHaveValue('1.5.1');
  });

  it('says why nothing can be started when the ledger is read-only', async () => {
    const core = seededCore();
    core.data.info = { ...core.data.info, read_only: 'another window holds this ledger' };
    renderApp(core);
    expect(await screen.findByText(/Read-only: another window holds this ledger/)).toBeVisible();
    await waitFor(() => expect(screen.getByRole('button', { name: /Good release/ })).toBeDisabled());
  });
});

describe('the operator key', () => {
  const withoutKey = () => {
    const core = seededCore();
    core.data.keys = { ...core.data.keys, operator: null };
    return core;
  };

  it('is offered on the first run, and one of the agent is taken with Enter', async () => {
    const core = withoutKey();
    const { user } = renderApp(core);
    await user.click(await screen.findByRole('button', { name: 'Choose a key' }));
    await user.click(await screen.findByRole('button', { name: 'Use this key' }));
    await waitFor(() => expect(core.data.keys.operator?.source).toBe('agent'));
    expect(await screen.findByText(/Records are now signed with SHA256:nThb/)).toBeVisible();
  });

  it('asks for the passphrase of a key file, says when it is wrong, and keeps nothing of it', async () => {
    const core = withoutKey();
    const { user, services } = renderApp(core);
    await user.click(await screen.findByRole('button', { name: 'Choose a key' }));
    await user.click(await screen.findByRole('radio', { name: /id_ed25519/ }));
    const field = await screen.findByLabelText('Passphrase of this key');
    await user.type(field, 'wrong one{Enter}');
    expect(await screen.findByText('the passphrase does not open this key')).toBeVisible();
    expect(field).toHaveValue('');
    expect(JSON.stringify(services.store.getState())).not.toContain('wrong one');
    await user.type(field, 'open sesame{Enter}');
    await waitFor(() => expect(core.data.keys.operator?.source).toBe('file'));
  });

  it('is made when there is none', async () => {
    const core = withoutKey();
    core.data.keys = { operator: null, candidates: [] };
    const { user } = renderApp(core);
    await user.click(await screen.findByRole('button', { name: 'Choose a key' }));
    await user.click(await screen.findByRole('button', { name: 'Make the key' }));
    await waitFor(() => expect(core.data.keys.operator?.source).toBe('generated'));
  });
});
