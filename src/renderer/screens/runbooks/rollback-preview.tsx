import type { PlanStep, RunPlan } from '@domain/plan/plan';
import { composeRollback, type RollbackPlan } from '@domain/run/compose-rollback';
import { openRun } from '@domain/run/evolve';
import type { RunState } from '@domain/run/state';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CommandBlock } from '../../components/command-block';
import { Panel } from '../../components/panel';
import { formatSpan } from '../../format/instant';
import { useLocalText } from '../../i18n/use-local-text';
import { actionText } from './action-text';
import css from './plan-preview.module.css';

/** The whole way back, in the order it would go, before anything is started. */
export function RollbackPreview({ plan }: { plan: RunPlan }) {
  const { t } = useTranslation(['runbooks', 'common']);
  const { steps, remains } = rollbackOfAll(plan);
  return (
    <Panel title={t('rollback.title')} aside={t('rollback.order')} flush>
      {steps.length === 0 && <p className={css.none}>{t('rollback.none')}</p>}
      <div className={css.phase}>
        <ol className={css.steps}>
          {steps.map((step) => (
            <li key={step.id}>
              <BackStep step={step} />
            </li>
          ))}
        </ol>
        {remains.map(({ step, why }) => (
          <p key={step} className={css.warn}>
            <TriangleAlert size={15} aria-hidden /> {t('rollback.remains', { step, why })}
          </p>
        ))}
      </div>
    </Panel>
  );
}

function BackStep({ step }: { step: PlanStep }) {
  const { t, i18n } = useTranslation(['runbooks', 'common']);
  const local = useLocalText();
  const command = actionText(step.action);
  return (
    <div className={css.step}>
      <div className={css.head}>
        <span className={css.title}>{local(step.title)}</span>
        <span className={css.where}>{step.targets.join(', ') || t('plan.here')}</span>
      </div>
      {command !== null && <CommandBlock text={command} />}
      {step.action.type === 'observe' && (
        <p>{t('rollback.watch', { hold: formatSpan(step.action.hold_ms, i18n.language) })}</p>
      )}
    </div>
  );
}

/** The rollback of a run in which every step had begun: composed by the domain from such a state, never by this screen. */
function rollbackOfAll(plan: RunPlan): RollbackPlan {
  const opened = openRun({
    seq: 1,
    at: '',
    event: {
      kind: 'run.open',
      run_id: '',
      correlation_id: '',
      release_candidate_id: '',
      by: '',
      via: 'window',
      run_kind: plan.kind,
      plan,
      app: { name: '', version: '', node: '', electron: null },
      answers_sha256: null,
    },
  });
  const steps = opened.steps.map((s) => ({
    ...s,
    targets: s.targets.map((target) => ({ ...target, attempt: 1 })),
  }));
  const begun: RunState = { ...opened, steps };
  return composeRollback(begun);
}
