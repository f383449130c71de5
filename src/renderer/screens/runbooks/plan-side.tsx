import type { RunbookEntry } from '@ipc/contract';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../components/panel';
import type { Preset } from '../../store/view';
import { InputForm } from './input-form';
import { PlanPreview } from './plan-preview';
import { ProblemNote } from './problem-note';
import { RollbackPreview } from './rollback-preview';
import css from './runbooks.module.css';
import { StartBar } from './start-bar';
import { useForm } from './use-form';
import { usePlan } from './use-runbook';

/** The form, what core makes of it, and the button that starts it. */
export function PlanSide({ entry, preset }: { entry: RunbookEntry; preset: Preset | null }) {
  const { t } = useTranslation(['runbooks', 'common']);
  const form = useForm(entry, preset);
  const planned = usePlan(form.asked);
  return (
    <>
      <Panel title={t('form.title')}>
        <InputForm entry={entry} form={form} problems={planned?.problems ?? []} />
      </Panel>
      {planned !== null && planned.problems.length > 0 && (
        <Panel title={t('problems', { count: planned.problems.length })}>
          <ul className={css.problems} aria-live="polite">
            {planned.problems.map((problem) => (
              <li key={`${problem.line}:${problem.column}:${problem.message}`}>
                <ProblemNote problem={problem} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {planned?.plan != null && <PlanPreview plan={planned.plan} />}
      {planned?.plan != null && <RollbackPreview plan={planned.plan} />}
      <StartBar asked={form.asked} planned={planned} />
    </>
  );
}
