import type { Interruption } from '@domain/run/state';
import { UserRound } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocalText } from '../../../i18n/use-local-text';
import { confirmName } from '../model/answer-options';
import { OptionButtons } from './option-buttons';
import { TypedAnswer } from './typed-answer';

export interface QuestionProps {
  readonly asked: Interruption;
  /** The role a step names; null: whoever is at the desk. */
  readonly role: string | null;
  readonly children?: ReactNode;
  /** Sends the answer; resolves to what went wrong, null when it was taken. */
  onAnswer(value: string, reason: string): Promise<string | null>;
  onRollBack(): void;
}

/** How long a new question takes no keys: the key meant for the one before must not answer it. */
const ARM_MS = 400;

/** One open question with everything that may be answered to it. */
export function QuestionPanel(props: QuestionProps) {
  const { asked, role, children } = props;
  const { t } = useTranslation('run');
  const local = useLocalText();
  const armed = useArmed(asked.id);
  const typed = asked.freeText || confirmName(asked) !== null;
  return (
    <section
      className="run-question"
      data-kind={asked.kind}
      data-armed={armed}
      aria-labelledby="run-question-text"
    >
      <p className="run-question-head">
        <UserRound size={14} aria-hidden="true" />
        <b>{t(`question.kind.${asked.kind}`)}</b>
        <span className="run-dim">{role === null ? t('question.anyone') : t('question.role', { role })}</span>
      </p>
      <p id="run-question-text" className="run-question-text">
        {local(asked.text)}
      </p>
      {children}
      {typed ? (
        <TypedAnswer key={asked.id} {...props} />
      ) : (
        <OptionButtons key={asked.id} {...props} armed={armed} />
      )}
    </section>
  );
}

/** True once a question has stood long enough and no key is still held down from before it. */
function useArmed(id: string): boolean {
  const [armedFor, setArmedFor] = useState<string | null>(null);
  useEffect(() => {
    let timer = setTimeout(() => setArmedFor(id), ARM_MS);
    const wait = (event: KeyboardEvent) => {
      if (!event.repeat) return;
      clearTimeout(timer);
      timer = setTimeout(() => setArmedFor(id), ARM_MS);
    };
    window.addEventListener('keydown', wait, true);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', wait, true);
    };
  }, [id]);
  return armedFor === id;
}
