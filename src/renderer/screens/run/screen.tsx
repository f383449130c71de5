import type { Recorded } from '@domain/run/event';
import { currentStep, type RunState } from '@domain/run/state';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useRun } from '../../store/app-context';
import './run.css';
import { checklistOf } from './model/checklist';
import { clocksOf } from './model/clocks';
import { focusOf } from './model/step-focus';
import { Announcer } from './parts/announcer';
import { Checklist } from './parts/checklist';
import { RunBanner } from './parts/run-banner';
import { RunHeader } from './parts/run-header';
import { SidePanel } from './parts/side-panel';
import { Workplace } from './parts/workplace';
import { type RunDialog, RunDialogs } from './run-dialogs';
import { useAttention } from './use-attention';
import { useNow } from './use-now';
import { useRunActions } from './use-run-actions';
import { useRunCommands } from './use-run-commands';
import { useTakeUp } from './use-take-up';

/** The run: checklist, current step, clocks and people. Shows what the events say, offers what the domain allows. */
export function RunScreen({ runId }: { runId: string }) {
  const { t } = useTranslation(['run', 'common']);
  const { state, events } = useRun(runId);
  useAttention(state);
  useTakeUp(state);
  if (state === null) return <p className="run-loading">{t('common:loading')}</p>;
  return <Run state={state} events={events} />;
}

function Run({ state, events }: { state: RunState; events: readonly Recorded[] }) {
  const go = useApp((s) => s.go);
  const [picked, setPicked] = usePicked(currentStep(state)?.step.id ?? null);
  const [dialog, setDialog] = useState<RunDialog | null>(null);
  const commands = useRunCommands(state.runId, state);
  const clocks = clocksOf(state, useNow(state.result === null));
  const focus = focusOf(state, picked);
  const toRecord = () => go({ screen: 'records', runId: state.runId });
  const resume = () => void commands.command('resume', '');
  useRunActions(state, {
    onOpen: setDialog,
    onResume: resume,
    onCurrent: () => setPicked(null),
    onRecord: toRecord,
  });
  return (
    <div className="run-screen" data-environment={state.plan.environment}>
      <RunHeader state={state} onOpen={setDialog} onResume={resume} />
      <RunBanner state={state} />
      <Checklist
        sections={checklistOf(state)}
        currentId={currentStep(state)?.step.id ?? null}
        shownId={focus.step?.step.id ?? null}
        onOpen={setPicked}
      />
      <Workplace
        state={state}
        focus={focus}
        commands={commands}
        stepMs={clocks.stepMs}
        onCurrent={() => setPicked(null)}
        onRollBack={() => setDialog('roll-back')}
        onRecord={toRecord}
      />
      <SidePanel state={state} events={events} clocks={clocks} />
      <RunDialogs state={state} open={dialog} commands={commands} onClose={() => setDialog(null)} />
      <Announcer state={state} />
    </div>
  );
}

/** The step a person picked to look at. When the run moves on, the view goes with it. */
function usePicked(currentId: string | null): [string | null, (id: string | null) => void] {
  const [picked, setPicked] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the change of the current step is the reason
  useEffect(() => setPicked(null), [currentId]);
  return [picked, setPicked];
}
