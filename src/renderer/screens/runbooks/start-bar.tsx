import type { RunPlan } from '@domain/plan/plan';
import { Button } from '@mantine/core';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../actions';
import { EnvironmentBadge } from '../../components/environment-badge';
import { KeyHint } from '../../components/key-hint';
import { useApp, useServices } from '../../store/app-context';
import css from './runbooks.module.css';
import type { PlanAsked, Planned } from './use-runbook';

/** Says what a start does before it does it. Ctrl+Enter starts. */
export function StartBar({ asked, planned }: { asked: PlanAsked; planned: Planned | null }) {
  const { t } = useTranslation(['runbooks', 'common']);
  const closed = useClosed(planned);
  const { start, busy } = useStart(asked);
  const plan = planned?.plan ?? null;
  const what = useConsequence(asked, plan);
  const run = () => {
    if (closed === null && !busy) start();
  };
  useActions([
    { id: 'start', label: t('start.action'), section: 'here', keys: 'mod+Enter', icon: Play, closed, run },
  ]);
  return (
    <div className={css.start} data-environment={asked.environment}>
      <EnvironmentBadge environment={asked.environment} size="lg" />
      <p>{closed ?? what}</p>
      <Button
        color={asked.environment === 'production' ? 'crimson' : 'petrol'}
        leftSection={<Play size={15} aria-hidden />}
        rightSection={<KeyHint keys="mod+Enter" />}
        disabled={closed !== null}
        loading={busy}
        onClick={run}
      >
        {t('start.button')}
      </Button>
    </div>
  );
}

/** What a press on the button does, in a sentence. */
function useConsequence({ kind }: PlanAsked, plan: RunPlan | null): string {
  const { t } = useTranslation(['runbooks', 'common']);
  if (plan === null) return '';
  const hosts = plan.targets.map((target) => target.name).join(', ');
  const changes = plan.steps.filter((s) => s.changes).length;
  const what = t('start.what', { kind: t(`common:kind.${kind}`), hosts, changes });
  return `${what} ${asksBeforeChange(plan) ? t('start.asks') : t('start.asks_not')}`;
}

/** True when a person is asked before the first step that alters a target. */
function asksBeforeChange({ environment, steps }: RunPlan): boolean {
  const first = steps.findIndex((s) => s.changes);
  const before = first < 0 ? steps : steps.slice(0, first);
  return (
    environment === 'production' || before.some((s) => ['gate', 'attest', 'ask'].includes(s.action.type))
  );
}

/** Why nothing can be started now; null when it can. */
function useClosed(planned: Planned | null): string | null {
  const { t } = useTranslation(['runbooks', 'common']);
  const readOnly = useApp((s) => s.info?.read_only ?? null);
  const link = useApp((s) => s.link);
  if (link !== 'ready') return t('start.no_core');
  if (readOnly !== null) return t('start.read_only', { why: readOnly });
  if (planned === null) return t('start.planning');
  return planned.plan === null ? t('start.problems', { count: planned.problems.length }) : null;
}

function useStart(asked: PlanAsked) {
  const { core, store } = useServices();
  const [busy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    const result = await core.ask('run.start', asked);
    setBusy(false);
    const { take, go } = store.getState();
    take(result, ({ run_id }) => go({ screen: 'run', runId: run_id }));
  };
  return { busy, start: () => void start() };
}
