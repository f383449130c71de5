import type { PlanStep, RunPlan } from '@domain/plan/plan';
import { Eye, Pencil, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { CommandBlock } from '../../components/command-block';
import { useLocalText } from '../../i18n/use-local-text';
import { actionText } from './action-text';
import css from './plan-preview.module.css';
import { RuleWords } from './rule-words';

/** One step: where and as whom, what it alters, its command whole, what must be true, and how it is taken back. */
export function PlannedStep({ step, plan }: { step: PlanStep; plan: RunPlan }) {
  const { t } = useTranslation(['runbooks', 'common']);
  const local = useLocalText();
  const look = step.changes ? { tone: 'wait' as const, icon: Pencil } : { tone: 'quiet' as const, icon: Eye };
  const command = actionText(step.action);
  return (
    <div className={css.step}>
      <div className={css.head}>
        <span className={css.title}>{local(step.title)}</span>
        <Badge look={look} label={step.changes ? t('plan.changes') : t('plan.reads')} />
        <span className={css.where}>{whereOf(step, plan) ?? t('plan.here')}</span>
      </div>
      {step.action.type === 'attest' && <p>{local(step.action.text)}</p>}
      {step.action.type === 'ask' && <p>{local(step.action.question)}</p>}
      {command !== null && <CommandBlock text={command} />}
      <RuleWords step={step} plan={plan} />
      <UndoOf step={step} />
    </div>
  );
}

/** `user@host:port` of each machine; null for steps that touch none. */
function whereOf(step: PlanStep, plan: RunPlan): string | null {
  const machines = plan.targets.filter((target) => step.targets.includes(target.name));
  if (machines.length === 0) return null;
  return machines.map((m) => `${m.name}: ${m.user}@${m.host}:${m.port}`).join(', ');
}

function UndoOf({ step }: { step: PlanStep }) {
  const { t } = useTranslation(['runbooks', 'common']);
  const revert = step.action.type === 'rollout' ? step.action.revert : null;
  const undo = revert ?? step.undo?.script ?? null;
  if (!step.changes && undo === null) return null;
  if (undo === null) {
    return (
      <p className={css.warn}>
        <TriangleAlert size={15} aria-hidden />
        {t('plan.no_undo', { why: step.irreversible ?? t('plan.no_undo_why') })}
      </p>
    );
  }
  return (
    <details className={css.undo}>
      <summary>{t('plan.undo')}</summary>
      <CommandBlock text={undo} />
    </details>
  );
}
