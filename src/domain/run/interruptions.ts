/** The questions a run can ask a person: their texts in both languages and the answers they take. */
import type { LocalText, PlanStep } from '../plan/plan';
import type { RunIds } from './command';
import { canRollBack } from './compose-rollback';
import type { EventOf, InterruptionKind, Option } from './event';
import type { RunState, StepState } from './state';

const free = (value: string): Option => ({ value, needs_reason: false });
const reasoned = (value: string): Option => ({ value, needs_reason: true });

type Raised = Omit<EventOf<'interruption.raised'>, 'kind' | 'interruption' | keyof RunIds>;

const title = (step: PlanStep): { en: string; zh: string } => ({
  en: step.title.en,
  zh: step.title.zh_cn ?? step.title.en,
});

const about = (
  kind: InterruptionKind,
  step: StepState,
  text: LocalText,
  options: readonly Option[],
): Raised => ({
  interruption_kind: kind,
  step: step.step.id,
  target: step.targets.find((t) => t.status === 'failed' || t.status === 'unknown')?.target ?? null,
  text,
  options: [...options],
  free_text: kind === 'input',
});

/** On the way back there is no way back, nor before the first change: a rollback is offered where it can begin. */
const wayBack = (state: RunState): readonly Option[] => (canRollBack(state) ? [free('rollback')] : []);
const wayOut = (state: RunState): readonly Option[] => [...wayBack(state), reasoned('stop')];

/** Production asks for the name of the environment's first target before anything is touched. */
export function askConfirm(state: RunState): Raised {
  const name = state.plan.targets[0]?.name ?? state.plan.environment;
  return {
    interruption_kind: 'confirm',
    step: null,
    target: state.plan.targets[0]?.name ?? null,
    text: {
      en: `This run changes production. Type the name of the target to go on: ${name}`,
      zh_cn: `此次运行将更改生产环境。请输入目标名称以继续：${name}`,
    },
    options: [free(name), free('stop')],
    free_text: false,
  };
}

export function askPerson(step: StepState): Raised {
  const { action } = step.step;
  const { en, zh } = title(step.step);
  if (action.type === 'attest') return about('attest', step, action.text, [free('yes'), reasoned('no')]);
  if (action.type === 'ask') return about('input', step, action.question, []);
  const text = action.type === 'gate' && action.text !== null ? action.text : { en, zh_cn: zh };
  return about('gate', step, text, [free('go'), reasoned('no-go')]);
}

export function askFailure(state: RunState, step: StepState): Raised {
  const { en, zh } = title(step.step);
  return about('failure', step, { en: `Failed: ${en}. What now?`, zh_cn: `失败：${zh}。下一步怎么办？` }, [
    free('retry'),
    reasoned('skip'),
    ...wayOut(state),
  ]);
}

export function askBlocked(state: RunState, step: StepState): Raised {
  const { en, zh } = title(step.step);
  const names = step.missing.join(', ');
  return about(
    'failure',
    step,
    {
      en: `Blocked: ${en} needs ${names}, which no step has set.`,
      zh_cn: `受阻：${zh} 需要 ${names}，但尚无步骤提供该值。`,
    },
    [free('retry'), reasoned('skip'), ...wayOut(state)],
  );
}

export function askUnknown(state: RunState, step: StepState): Raised {
  const { en, zh } = title(step.step);
  return about(
    'unknown',
    step,
    {
      en: `Outcome unknown: ${en} began, and nobody saw how it ended. Look at the target, then say.`,
      zh_cn: `结果未知：${zh} 已开始，但无人看到它如何结束。请查看目标后再作答。`,
    },
    [
      reasoned('happened'),
      step.step.changes ? reasoned('retry') : free('retry'),
      reasoned('skip'),
      ...wayOut(state),
    ],
  );
}

export function askInconclusive(state: RunState, step: StepState): Raised {
  const { en, zh } = title(step.step);
  return about(
    'inconclusive',
    step,
    {
      en: `${en}: the hold is over and the data proves neither good nor bad.`,
      zh_cn: `${zh}：观察时间已到，数据既不能证明正常也不能证明异常。`,
    },
    [free('hold'), reasoned('promote'), ...wayOut(state)],
  );
}

export function askVerdict(state: RunState, step: StepState, why: LocalText): Raised {
  const { en, zh } = title(step.step);
  return about('verdict', step, { en: `${en}: ${why.en}`, zh_cn: `${zh}：${why.zh_cn ?? why.en}` }, [
    ...wayBack(state),
    reasoned('hold'),
    reasoned('promote'),
    reasoned('stop'),
  ]);
}
