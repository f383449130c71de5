import './support/jsdom';
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderApp } from './support/render';
import { seededCore } from './support/seed';

describe('the window', () => {
  it('says that core restarts, and catches up when it is back', async () => {
    const core = seededCore();
    const { services } = renderApp(core);
    await screen.findByText('orders');
    core.down();
    expect(await screen.findByText('Core restarting…')).toBeVisible();
    core.runs[0]?.endOne();
    core.up();
    await waitFor(() => expect(screen.queryByText('Core restarting…')).toBeNull());
    await waitFor(() => expect(services.store.getState().connection).toBe(2));
  });

  it('says that core is not started again, and what to do', async () => {
    const core = seededCore();
    renderApp(core);
    await screen.findByText('orders');
    core.giveUp();
    expect(await screen.findByText(/Restart Holdpoint; nothing recorded is lost/)).toBeVisible();
  });

  it('goes everywhere by keyboard', async () => {
    const { user } = renderApp(seededCore());
    await user.keyboard('{Control>}2{/Control}');
    expect(await screen.findByRole('button', { name: 'Runbooks', current: 'page' })).toBeVisible();
    await user.keyboard('{Control>}4{/Control}');
    expect(await screen.findByRole('button', { name: 'Settings', current: 'page' })).toBeVisible();
  });

  it('lists the keys of what can be done here', async () => {
    const { user } = renderApp(seededCore());
    await screen.findByText('Under way');
    await user.keyboard('?');
    const dialog = await screen.findByRole('dialog', { name: 'Keys' });
    expect(within(dialog).getByText('Practice: Bad release 1.5.1')).toBeVisible();
    expect(within(dialog).getByText('Ctrl K')).toBeInTheDocument();
  });

  it('lets no key reach behind an open dialog, and no letter act while a person types', async () => {
    const { user, services } = renderApp(seededCore());
    await screen.findByText('Under way');
    await user.keyboard('?');
    await screen.findByRole('dialog');
    await user.keyboard('{Control>}4{/Control}');
    expect(services.store.getState().view.screen).toBe('home');
  });

  it('finds every action by name', async () => {
    const { user, services } = renderApp(seededCore());
    await screen.findByText('Under way');
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByPlaceholderText('What do you want to do?'), 'Go to Records');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(services.store.getState().view.screen).toBe('records'));
  });

  it('speaks Chinese after one choice, and core keeps it', async () => {
    const core = seededCore();
    const { user } = renderApp(core);
    await user.click(await screen.findByRole('button', { name: 'Language: English' }));
    // jsdom lays nothing out, so the menu soon takes its button for scrolled out of sight and hides itself.
    await user.click(await screen.findByRole('menuitem', { name: '简体中文', hidden: true }));
    expect(await screen.findByRole('heading', { name: '首页' })).toBeVisible();
    expect(document.documentElement.lang).toBe('zh-CN');
    expect(core.asked).toContainEqual({ name: 'settings.set', input: { locale: 'zh-CN' } });
  });

  it('shows a refusal of core in its words until it is dismissed', async () => {
    const core = seededCore();
    core.answers['runs.list'] = () => {
      throw new Error('the ledger is damaged at line 812');
    };
    const { user } = renderApp(core);
    expect(await screen.findByText('the ledger is damaged at line 812')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByText('the ledger is damaged at line 812')).toBeNull();
  });
});
