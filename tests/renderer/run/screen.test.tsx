import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { aPlan, RecordedRun } from '../../support/builders/run';
import { renderRun } from './render-run';

const good = (metric: string) => (metric === 'p95' ? '180' : '0.004');

describe('the run screen', () => {
  it.each([
    ['en', 'Roll back', 'Decisions', 'Failed'],
    ['zh-CN', '回滚', '决定', '失败'],
  ] as const)('speaks %s', async (language, rollBack, decisions, failed) => {
    renderRun(new RecordedRun().until('switch').end().fail(), { language });
    expect((await screen.findAllByRole('button', { name: new RegExp(rollBack) })).length).toBeGreaterThan(0);
    expect(screen.getByRole('heading', { name: new RegExp(decisions) })).toBeVisible();
    expect(screen.getAllByText(failed).length).toBeGreaterThan(0);
  });

  it('names the environment in a word', async () => {
    renderRun(new RecordedRun(aPlan({ environment: 'production' })));
    expect(await screen.findByText('Production')).toBeVisible();
  });

  it('marks the current step and shows its command and every host', async () => {
    renderRun(new RecordedRun().until('switch').end());
    const current = await screen.findByRole('button', {
      name: /Switch the release and restart/,
      current: 'step',
    });
    expect(current).toHaveTextContent('Running 1/2');
    expect(screen.getByRole('region', { name: 'Command' })).toHaveTextContent('systemctl restart orders');
    const hosts = screen.getByRole('table', { name: 'Hosts' });
    expect(within(hosts).getByText('deploy@app-1.orders.example:22')).toBeVisible();
    expect(within(hosts).getByText('deploy@app-2.orders.example:22')).toBeVisible();
  });

  it('moves in the checklist with J, K and arrows, opens with Enter, returns with G', async () => {
    const { user } = renderRun(new RecordedRun().until('switch').end());
    await screen.findByRole('heading', { name: 'Switch the release and restart' });
    await user.keyboard('k');
    expect(screen.getByRole('button', { name: /Back up the order database/ })).toHaveFocus();
    await user.keyboard('{ArrowUp}{Enter}');
    expect(await screen.findByRole('heading', { name: 'Go or no-go' })).toBeVisible();
    expect(screen.getByText('The run is at another step.')).toBeVisible();
    await user.keyboard('g');
    expect(await screen.findByRole('heading', { name: 'Switch the release and restart' })).toBeVisible();
  });

  it('ticks acceptance rules with what was found', async () => {
    const { core, publish } = renderRun(new RecordedRun().until('dump'));
    const rules = await screen.findByRole('list', { name: 'Acceptance' });
    expect(within(rules).getAllByText('Due')).toHaveLength(2);
    core.run.fail('exit 74');
    await publish();
    await waitFor(() =>
      expect(within(screen.getByRole('list', { name: 'Acceptance' })).getByText('exit 74')).toBeVisible(),
    );
    expect(screen.getByText('Fails')).toBeVisible();
  });

  it('pauses with P and resumes with P', async () => {
    const { core, user } = renderRun(new RecordedRun().until('switch').end());
    await screen.findByRole('heading', { name: 'Switch the release and restart' });
    await user.keyboard('p');
    const dialog = await screen.findByRole('dialog', { name: 'Pause the run' });
    await user.click(within(dialog).getByRole('button', { name: /Pause/ }));
    expect(await screen.findByText(/Paused: no further step begins/)).toBeVisible();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.keyboard('p');
    await waitFor(() => expect(core.sent.map((c) => c.type)).toEqual(['pause', 'resume']));
  });

  it('stops only with a reason', async () => {
    const { core, user } = renderRun(new RecordedRun().until('switch').end());
    await screen.findByRole('heading', { name: 'Switch the release and restart' });
    await user.keyboard('x');
    const dialog = await screen.findByRole('dialog', { name: 'Stop the run' });
    const stop = within(dialog).getByRole('button', { name: /Stop/ });
    expect(stop).toBeDisabled();
    await user.type(within(dialog).getByRole('textbox'), 'power cut');
    await user.click(stop);
    await waitFor(() => expect(core.sent).toMatchObject([{ type: 'stop', reason: 'power cut' }]));
    expect(await screen.findByRole('heading', { name: 'Stopped' })).toBeVisible();
  });

  it('leads from the end to the record', async () => {
    const { services, user } = renderRun(new RecordedRun().until('nothing'));
    expect(await screen.findByRole('heading', { name: 'Released' })).toBeVisible();
    await user.keyboard('e');
    expect(services.store.getState().view).toMatchObject({ screen: 'records' });
  });

  it('names the changes that a rollback left on the targets', async () => {
    const run = new RecordedRun().until('smoke').fail().answer('rollback');
    while (run.state.result === null) run.end();
    renderRun(run);
    const end = await screen.findByRole('region', { name: 'Result' });
    expect(end).toHaveTextContent('Rollback incomplete');
    expect(end).toHaveTextContent('1 change is still on the targets');
    expect(end).toHaveTextContent(
      'Add the column "channel" because rows written since then would lose their channel',
    );
  });

  it('keeps skipped steps visible at the end, with who and why', async () => {
    const run = new RecordedRun().until('smoke').fail().answer('skip', 'smoke host is down').until('nothing');
    renderRun(run);
    const end = await screen.findByRole('region', { name: 'Result' });
    expect(end).toHaveTextContent('1 step was no plain pass');
    expect(end).toHaveTextContent('Order, pay, cancel');
    expect(end).toHaveTextContent('smoke host is down');
  });

  it('keeps what is known while core is away and catches up after', async () => {
    const { core } = renderRun(new RecordedRun().until('switch').end());
    await screen.findByRole('heading', { name: 'Switch the release and restart' });
    act(() => core.down());
    expect(await screen.findByText(/Core is restarting… Running steps go on/)).toBeVisible();
    expect(screen.getByRole('heading', { name: 'Switch the release and restart' })).toBeVisible();
    core.run.end();
    act(() => core.up());
    expect(await screen.findByRole('heading', { name: 'Add the column "channel"' })).toBeVisible();
    // Core takes the run up again; what it cannot have seen is asked.
    expect(await screen.findByText(/Core was restarted while “Add the column "channel"” ran/)).toBeVisible();
  });

  it('calls a person who looks elsewhere, once', async () => {
    const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    const { core, publish } = renderRun(new RecordedRun().until('switch').end());
    await screen.findByRole('heading', { name: 'Switch the release and restart' });
    expect(core.notified).toEqual([]);
    core.run.fail();
    await publish();
    await waitFor(() => expect(core.notified).toEqual(['Holdpoint: Orders release']));
    await publish();
    expect(core.notified).toHaveLength(1);
    focus.mockRestore();
  });

  it('announces changes to a screen reader', async () => {
    const { core, publish } = renderRun(new RecordedRun().until('switch').end());
    await screen.findByText('Switch the release and restart: Running.');
    core.run.fail();
    await publish();
    expect(await screen.findByText(/A person is needed: Failed: Switch the release/)).toBeInTheDocument();
  });

  it('filters the timeline', async () => {
    const { user } = renderRun(new RecordedRun().until('switch').end().fail());
    const timeline = await screen.findByRole('region', { name: 'Timeline' });
    await user.click(within(timeline).getByRole('radio', { name: 'Problems' }));
    expect(within(timeline).getAllByRole('listitem')).toHaveLength(1);
    expect(timeline).toHaveTextContent('Failed: Switch the release and restart on app-2 (exit 1)');
  });
});

describe('an observation', () => {
  it('shows stages, the verdict as a sentence and the samples as a table with gaps in words', async () => {
    const run = new RecordedRun()
      .until('ramp')
      .end()
      .sample(4, good)
      .sample(2, () => null)
      .sample(2, good);
    const { user } = renderRun(run);
    const stages = await screen.findByRole('list', { name: 'Stages' });
    expect(stages).toHaveTextContent('10 %');
    expect(stages).toHaveTextContent('Watching');
    expect(screen.getByText(/Within limits so far: 5 s of 20 s observed/)).toBeVisible();
    await user.keyboard('t');
    const table = await screen.findByRole('region', { name: 'Samples, newest first' });
    expect(within(table).getAllByText('no data')).toHaveLength(4);
    expect(within(table).getAllByRole('row')).toHaveLength(9);
  });

  it('draws the threshold with its value', async () => {
    renderRun(new RecordedRun().until('ramp').end().sample(8, good));
    expect(await screen.findByText('fails above 0.02')).toBeInTheDocument();
    expect(screen.getByText('fails above 400 ms')).toBeInTheDocument();
  });
});

describe('output', () => {
  const atSwitch = () => new RecordedRun().until('switch').end();

  it('from a hostile command stays text', async () => {
    const output = [
      '<img src=x onerror="document.title=1"><script>1</script>',
      '\u001b]0;owned\u0007\u001b[2J\u202Egnp.exe',
      '\u001b[31mred\u001b[0m',
    ];
    renderRun(atSwitch(), { output });
    const log = await screen.findByRole('log', { name: 'Output lines' });
    await waitFor(() => expect(log).toHaveTextContent('<script>1</script>'));
    expect(log.querySelector('img, script')).toBeNull();
    expect(log).toHaveTextContent('[ESC]]0;owned[BEL][ESC][2J[U+202E]gnp.exe');
    expect(log.querySelector('.sgr-fg-red')).toHaveTextContent('red');
  });

  it('of 300,000 lines stays windowed, and search finds and goes to a line', async () => {
    const output = Array.from({ length: 300_000 }, (_, i) => `line ${i}`);
    const { user } = renderRun(atSwitch(), { output });
    const log = await screen.findByRole('log', { name: 'Output lines' });
    await screen.findByText(/300000 lines/, undefined, { timeout: 10_000 });
    expect(log.querySelectorAll('.run-line').length).toBeLessThan(100);
    await user.keyboard('/');
    const field = screen.getByRole('searchbox', { name: 'Search output' });
    expect(field).toHaveFocus();
    fireEvent.change(field, { target: { value: 'LINE 299999' } });
    expect(await screen.findByText('1 line')).toBeVisible();
    await user.keyboard('{Enter}');
    expect(screen.getByRole('button', { name: /Follow/ })).toHaveAttribute('aria-pressed', 'false');
  }, 30_000);

  it('cuts a long line and shows it whole when asked', async () => {
    const { user } = renderRun(atSwitch(), { output: [`${'a'.repeat(5000)}END`] });
    await user.click(await screen.findByRole('button', { name: '907 more characters' }));
    expect(screen.getByRole('region', { name: 'The whole line' })).toHaveTextContent(/END$/);
  });
});
