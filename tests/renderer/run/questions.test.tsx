import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aPlan, RecordedRun, releaseSteps, rollout } from '../../support/builders/run';
import { renderRun } from './render-run';

/** A question takes keys only after it has stood for a moment. */
const armed = () =>
  waitFor(() => expect(document.querySelector('.run-question')).toHaveAttribute('data-armed', 'true'));

const bad = (metric: string) => (metric === 'p95' ? '200' : '0.08');
const atRamp = () => new RecordedRun().until('ramp').end();

describe('a person is asked', () => {
  it('to attest: Y vouches for it', async () => {
    const { core, user } = renderRun(new RecordedRun().until('docs'));
    await screen.findByText('Attest', { selector: '.run-question b' });
    await armed();
    await user.keyboard('y');
    await waitFor(() => expect(core.sent).toMatchObject([{ type: 'answer', value: 'yes' }]));
    expect(
      await screen.findByText('Which change ticket covers this release?', { selector: '.run-question-text' }),
    ).toBeVisible();
  });

  it('to attest: N asks for the reason first and sends nothing without one', async () => {
    const { core, user } = renderRun(new RecordedRun().until('docs'));
    await screen.findByText('Attest', { selector: '.run-question b' });
    await armed();
    await user.keyboard('n');
    const reason = await screen.findByRole('textbox', { name: 'Reason for “No”' });
    expect(reason).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(await screen.findByText('A reason is needed here.')).toBeVisible();
    expect(core.sent).toEqual([]);
    await user.keyboard('no, y is not documented{Enter}');
    await waitFor(() =>
      expect(core.sent).toMatchObject([{ type: 'answer', value: 'no', reason: 'no, y is not documented' }]),
    );
  });

  it('for an input: letters are typed, not obeyed', async () => {
    const { core, user } = renderRun(new RecordedRun().until('ticket'));
    await user.type(await screen.findByRole('textbox', { name: 'Your answer' }), 'ypr{Enter}');
    await waitFor(() => expect(core.sent).toMatchObject([{ type: 'answer', value: 'ypr' }]));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('at a gate: measured and vouched-for lines are told apart in words', async () => {
    renderRun(new RecordedRun().until('go-no-go'));
    const board = await screen.findByRole('list', { name: 'Board: Pre-flight' });
    expect(board.querySelectorAll('[data-origin="sensed"]')).toHaveLength(1);
    expect(board.querySelectorAll('[data-origin="attested"]')).toHaveLength(2);
    expect(board).toHaveTextContent('Measured');
    expect(board).toHaveTextContent('Vouched for');
    expect(board).toHaveTextContent('ann: Yes');
  });

  it('to confirm production: only the exact name opens the button', async () => {
    const { core, user } = renderRun(new RecordedRun(aPlan({ environment: 'production' })));
    const field = await screen.findByRole('textbox', { name: 'Type app-1 to confirm' });
    const confirm = screen.getByRole('button', { name: 'Confirm production' });
    await user.type(field, 'app');
    expect(confirm).toBeDisabled();
    await user.type(field, '-1');
    expect(confirm).toBeEnabled();
    await user.click(confirm);
    await waitFor(() => expect(core.sent).toMatchObject([{ type: 'answer', value: 'app-1' }]));
  });

  it('after a failure: each option says what it means', async () => {
    const { core, user } = renderRun(new RecordedRun().until('switch').end().fail());
    await screen.findByText('Failed: Switch the release and restart. What now?', {
      selector: '.run-question-text',
    });
    expect(screen.getByText('Leaves it out. Stays visible as skipped.')).toBeVisible();
    await armed();
    await user.keyboard('1');
    await waitFor(() => expect(core.sent).toMatchObject([{ type: 'answer', value: 'retry' }]));
  });

  it('after core restarted in the middle of a step: the outcome is unknown, in a banner', async () => {
    renderRun(new RecordedRun().until('switch').give({ type: 'recover' }));
    expect(
      await screen.findByText(/Core was restarted while “Switch the release and restart” ran/),
    ).toBeVisible();
    expect(screen.getByRole('button', { name: /It happened/ })).toBeVisible();
  });

  it('when the data proves nothing', async () => {
    const run = atRamp().sample(40, () => null);
    renderRun(run);
    expect(await screen.findByText('No clear verdict', { selector: '.run-question b' })).toBeVisible();
    expect(screen.getByRole('button', { name: /Let it pass/ })).toBeVisible();
  });

  it('when a step is blocked: it names what is missing', async () => {
    const steps = releaseSteps().map((s) => (s.id === 'dump' ? { ...s, needs: ['backup_dir'] } : s));
    renderRun(new RecordedRun(aPlan({ steps })).until('dump'));
    expect(await screen.findByText('Waits for values no step has set: backup_dir')).toBeVisible();
  });
});

describe('a breach', () => {
  it('leads over the sheet to a rollback that answers the question', async () => {
    const { core, user } = renderRun(atRamp().sample(12, bad));
    await screen.findByText('Threshold breached', { selector: '.run-question b' });
    await user.keyboard('r');
    const sheet = await screen.findByRole('dialog');
    expect(sheet).toHaveTextContent('orders-traffic set 0');
    expect(sheet).toHaveTextContent('deploy@app-2.orders.example:22');
    expect(sheet).toHaveTextContent('because rows written since then would lose their channel');
    expect(sheet).toHaveTextContent('Verify: Order, pay, cancel');
    await waitFor(() => expect(screen.getByRole('button', { name: /Roll back now/ })).toHaveFocus());
    await user.keyboard('{Enter}');
    await waitFor(() => expect(core.sent).toMatchObject([{ type: 'answer', value: 'rollback' }]));
    expect(await screen.findByText('Rolling back: 0 of 3')).toBeVisible();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('begins the rollback by itself where the runbook says so, and undone steps are seen as undone', async () => {
    const steps = releaseSteps().map((s) =>
      s.id === 'ramp' ? { ...s, action: rollout({ on_fail: 'rollback' }) } : s,
    );
    renderRun(new RecordedRun(aPlan({ steps })).until('ramp').end().sample(12, bad).end());
    expect(await screen.findByText('Rolling back: 1 of 3')).toBeVisible();
    const undone = document.querySelector('[data-step-id="ramp"]');
    expect(undone).toHaveAttribute('data-status', 'undone');
    expect(undone).toHaveTextContent('Undone');
  });
});

describe('the rollback key', () => {
  it('sends the command when no question offers it, with the reason typed', async () => {
    const { core, user } = renderRun(new RecordedRun().until('switch').end());
    await screen.findByRole('heading', { name: 'Switch the release and restart' });
    await user.keyboard('r');
    await user.type(await screen.findByRole('textbox', { name: /Reason/ }), 'wrong window{Enter}');
    await waitFor(() => expect(core.sent).toMatchObject([{ type: 'roll-back', reason: 'wrong window' }]));
  });

  it('leaves everything as it is on Escape', async () => {
    const { core, user } = renderRun(new RecordedRun().until('switch').end());
    await screen.findByRole('heading', { name: 'Switch the release and restart' });
    await user.keyboard('r');
    await screen.findByRole('dialog');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(core.sent).toEqual([]);
  });

  it('says so when nothing has changed yet', async () => {
    const { user } = renderRun(new RecordedRun().until('docs'));
    await screen.findByText('Attest', { selector: '.run-question b' });
    await user.keyboard('r');
    const why = await screen.findByText(/No change has run that could be taken back/);
    await waitFor(() => expect(why).toBeVisible());
    expect(screen.getByRole('button', { name: /Roll back now/ })).toBeDisabled();
  });
});
