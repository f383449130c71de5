import { PHASES, type RunPlan } from '@domain/plan/plan';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../components/panel';
import css from './plan-preview.module.css';
import { PlannedStep } from './planned-step';

/** Every step as it will run, by phase. */
export function PlanPreview({ plan }: { plan: RunPlan }) {
  const { t } = useTranslation(['runbooks', 'common']);
  const phases = PHASES.filter((phase) => plan.steps.some((s) => s.phase === phase));
  const changes = plan.steps.filter((s) => s.changes).length;
  return (
    <Panel title={t('plan.title')} aside={t('plan.counts', { steps: plan.steps.length, changes })} flush>
      {phases.map((phase) => (
        <section key={phase} className={css.phase}>
          <h3 className={css.phaseName}>{t(`common:phase.${phase}`)}</h3>
          <ol className={css.steps}>
            {plan.steps
              .filter((s) => s.phase === phase)
              .map((step) => (
                <li key={step.id}>
                  <PlannedStep step={step} plan={plan} />
                </li>
              ))}
          </ol>
        </section>
      ))}
    </Panel>
  );
}
