import './support/jsdom';
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderApp } from './support/render';
import { seededCore } from './support/seed';

describe('the window', () => {
  it('says that core restarts, and is quiet again when it is back', async () => {
    const core = seededCore();
    renderApp(core);
    await screen.findByText('orders');
    core.down();
    expect(await screen.findByText('Core restarting…')).toBeVisible();
    core.up();
    await waitFor(() => expect(screen.queryByText('Core restarting…')).toBeNull());
  });

  it('goes everywhere by keyboard', async () => {
    const { user } = renderApp(seededCore());
    await user.keyboard('{Control>}2{/Control}');
    expect(await screen.findByRole('button', { name: 'Runbooks', current: 'page' })).toBeVisible();
    await user.keyboard('{Control>}4{/Control}');
    expect(await screen.findByRole('button', { name: 'Settings', current: 'page' })).toBeVisible();
  });
});
