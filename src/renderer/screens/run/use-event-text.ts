import { assertNever } from '@domain/kernel/assert-never';
import type { RunEvent } from '@domain/run/event';
import { findStep, type RunState } from '@domain/run/state';
import { useTranslation } from 'react-i18next';
import { useLocalText } from '../../i18n/use-local-text';
import { outcomeText } from './model/outcome-text';
import { useDuration } from './use-duration';
import { useOptionText } from './use-option-text';

/** An event in one line, in the language of the window. */
export function useEventText(state: RunState): (event: RunEvent) => string {
  const { t } = useTranslation(['run', 'common']);
  const local = useLocalText();
  const duration = useDuration();
  const { word } = useOptionText();
  const title = (id: string): string => {
    const step = findStep(state, id);
    return step === undefined ? id : local(step.step.title);
  };
  /** What began or ended: of a rollout it is the command that sets the traffic, never the rollout itself. */
  const work = (id: string): string =>
    findStep(state, id)?.step.action.type === 'rollout'
      ? t('event.traffic', { title: title(id) })
      : title(id);
  const on = (target: string | null): string => (target === null ? '' : t('event.on', { target }));
  return (event) => {
    switch (event.kind) {
      case 'run.open':
        return t('event.opened', { by: event.by });
      case 'target.identified':
        return t('event.identified', { target: event.target, hostname: event.hostname });
      case 'step.intent':
        return `${t('event.began', { title: work(event.step) })}${on(event.target)}`;
      case 'step.started':
        return `${t('event.started', { title: work(event.step) })}${on(event.target)}`;
      case 'step.done': {
        const { key, values } = outcomeText(event.outcome, duration);
        const how = event.status === 'passed' ? '' : ` (${t(key, values)})`;
        return `${t(`event.${event.status}`, { title: work(event.step) })}${on(event.target)}${how}`;
      }
      case 'step.unknown':
        return `${t('event.unknown', { title: work(event.step) })}${on(event.target)}`;
      case 'step.blocked':
        return t('event.blocked', { title: title(event.step), names: event.missing.join(', ') });
      case 'stage.open':
        return t('event.stage', { number: event.stage + 1, weight: event.weight });
      case 'observe.sample':
        return t('event.sampled', { title: title(event.step) });
      case 'observe.verdict':
        return t('event.verdict', {
          number: event.stage + 1,
          verdict: t(`common:verdict.${event.verdict.outcome}`),
        });
      case 'interruption.raised':
        return t('event.asked', { question: local(event.text) });
      case 'interruption.withdrawn':
        return t('event.withdrawn');
      case 'gate.decision': {
        const asked = state.interruptions.find((i) => i.id === event.interruption);
        if (asked?.kind === 'confirm') return t('event.confirmed', { answer: word(event.value) });
        const about = asked?.step == null ? '' : title(asked.step);
        return about === '' ? word(event.value) : t('event.answered', { about, answer: word(event.value) });
      }
      case 'run.paused':
        return t('event.paused');
      case 'run.resumed':
        return t('event.resumed');
      case 'rollback.begun':
        return t('event.rollback', { count: event.steps.length });
      case 'run.close':
        return t('event.closed', { result: t(`common:result.${event.result}`) });
      case 'record.sealed':
        return t('event.sealed', { count: event.signers.length });
      default:
        return assertNever(event, 'event');
    }
  };
}
