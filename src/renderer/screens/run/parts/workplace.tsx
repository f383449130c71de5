import type { RunState } from '@domain/run/state';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '../../../components/key-hint';
import { useLocalText } from '../../../i18n/use-local-text';
import { roleOf } from '../model/role-of';
import { type Focus, openQuestion } from '../model/step-focus';
import type { RunCommands } from '../use-run-commands';
import { EndPanel } from './end-panel';
import { QuestionPanel } from './question-panel';
import { RollbackProgress } from './rollback-progress';
import { StepPanel } from './step-panel';

interface Props {
  readonly state: RunState;
  readonly focus: Focus;
  readonly commands: RunCommands;
  readonly stepMs: number | null;
  onCurrent(): void;
  onRollBack(): void;
  onRecord(): void;
}

/** The middle: the question that is open, how the run ended, and the step in view. */
export function Workplace({ state, focus, commands, stepMs, onCurrent, onRollBack, onRecord }: Props) {
  const { t } = useTranslation('run');
  const asked = openQuestion(state);
  const { step, isCurrent } = focus;
  return (
    <div className="run-middle">
      {!isCurrent && <ElsewhereBar state={state} onCurrent={onCurrent} />}
      {asked !== undefined && (
        <QuestionPanel
          asked={asked}
          role={roleOf(state, asked)}
          onAnswer={(value, reason) => commands.answer(asked.id, value, reason)}
          onRollBack={onRollBack}
        />
      )}
      <EndPanel state={state} onRecord={onRecord} />
      {state.rollback !== null && isCurrent && (
        <RollbackProgress
          rollback={state.rollback}
          ended={state.result !== null}
          targetsOf={({ step: s }) => s.targets.join('  ')}
        />
      )}
      {step === undefined ? (
        <p className="run-empty">{t('step.none')}</p>
      ) : (
        <StepPanel key={step.step.id} state={state} step={step} elapsedMs={isCurrent ? stepMs : null} />
      )}
    </div>
  );
}

/** Says that the step in view is not the one the run stands at. */
function ElsewhereBar({ state, onCurrent }: { state: RunState; onCurrent(): void }) {
  const { t } = useTranslation('run');
  const local = useLocalText();
  const asked = openQuestion(state);
  return (
    <p className="run-elsewhere">
      <span>
        {asked === undefined
          ? t('step.elsewhere')
          : t('step.elsewhereAsked', { question: local(asked.text) })}
      </span>
      <button type="button" className="run-quiet" onClick={onCurrent}>
        {t('step.back')} <KeyHint keys="G" />
      </button>
    </p>
  );
}
