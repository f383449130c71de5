import type { StepState } from '@domain/run/state';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocalText } from '../../../i18n/use-local-text';
import { type ChecklistSection, moveBy, stepIdsOf } from '../model/checklist';
import { lookName, STEP_LOOKS } from '../model/step-look';
import { useStepKeys } from '../use-step-keys';

interface Props {
  readonly sections: readonly ChecklistSection[];
  readonly currentId: string | null;
  readonly shownId: string | null;
  onOpen(stepId: string): void;
}

/** The steps by phase. `j`/`k` and arrows move the focus, Enter opens what has it. */
export function Checklist({ sections, currentId, shownId, onOpen }: Props) {
  const { t } = useTranslation(['run', 'common']);
  const list = useRef<HTMLElement>(null);
  const move = (by: number) =>
    focusStep(list.current, moveBy(stepIdsOf(sections), focusedId(list.current) ?? shownId, by));
  useStepKeys(move);
  useEffect(() => {
    if (shownId !== null) itemOf(list.current, shownId)?.scrollIntoView({ block: 'nearest' });
  }, [shownId]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    move(event.key === 'ArrowDown' ? 1 : -1);
  };
  return (
    <nav ref={list} className="run-checklist" aria-label={t('checklist.label')} onKeyDown={onKeyDown}>
      {sections.map((section) => (
        <Section
          key={section.key}
          section={section}
          currentId={currentId}
          shownId={shownId}
          onOpen={onOpen}
        />
      ))}
      <p className="run-hint">{t('checklist.keys')}</p>
    </nav>
  );
}

const focusedId = (list: HTMLElement | null): string | null =>
  list?.querySelector<HTMLElement>('[data-step-id]:focus')?.dataset.stepId ?? null;

function focusStep(list: HTMLElement | null, id: string | null): void {
  if (id !== null) itemOf(list, id)?.focus();
}

const itemOf = (list: HTMLElement | null, id: string): HTMLElement | null | undefined =>
  list?.querySelector<HTMLElement>(`[data-step-id="${CSS.escape(id)}"]`);

function Section({ section, ...rest }: { section: ChecklistSection } & Omit<Props, 'sections'>) {
  const { t } = useTranslation(['run', 'common']);
  const { settled, steps, phase } = section;
  const total = steps.length;
  return (
    <section className="run-phase" data-phase={phase} aria-label={t(`common:phase.${phase}`)}>
      <h2 className="run-phase-head">
        <span>{t(`common:phase.${phase}`)}</span>
        <span
          className="run-phase-count"
          role="img"
          aria-label={t('checklist.settledOf', { settled, total })}
        >
          {settled}/{total}
        </span>
        <span className="run-phase-bar" aria-hidden="true">
          <span style={{ width: `${(settled / total) * 100}%` }} />
        </span>
      </h2>
      <ol>
        {steps.map((step) => (
          <Item key={step.step.id} step={step} {...rest} />
        ))}
      </ol>
    </section>
  );
}

function Item({ step, currentId, shownId, onOpen }: { step: StepState } & Omit<Props, 'sections'>) {
  const { t } = useTranslation(['run', 'common']);
  const local = useLocalText();
  const name = lookName(step);
  const { icon: Icon, tone } = STEP_LOOKS[name];
  const shown = step.step.id === shownId;
  const current = step.step.id === currentId;
  return (
    <li>
      <button
        type="button"
        className="run-item"
        data-step-id={step.step.id}
        data-status={name}
        data-shown={shown}
        aria-current={current ? 'step' : undefined}
        tabIndex={shown ? 0 : -1}
        onClick={() => onOpen(step.step.id)}
      >
        <Icon size={16} className="run-item-icon" data-tone={tone} aria-hidden="true" />
        <span className="run-item-title">{local(step.step.title)}</span>
        <span className="run-item-word" data-tone={tone}>
          {t(`status.${name}`)}
          {partly(step)}
        </span>
      </button>
    </li>
  );
}

/** `2/8` while a step on several targets is half done. */
function partly({ targets, status }: StepState): string {
  const passed = targets.filter((target) => target.status === 'passed').length;
  return targets.length > 1 && ['running', 'failed', 'unknown', 'pending'].includes(status) && passed > 0
    ? ` ${passed}/${targets.length}`
    : '';
}
