import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../../actions';
import { KeyHint } from '../../../components/key-hint';
import { type AnswerOption, answerOptions } from '../model/answer-options';
import { useOptionText } from '../use-option-text';
import type { QuestionProps } from './question-panel';
import { ReasonForm } from './reason-form';

/** The answers as buttons with their keys and what each one means; a reason is asked where it is needed. */
export function OptionButtons({
  asked,
  armed,
  onAnswer,
  onRollBack,
}: QuestionProps & { readonly armed: boolean }) {
  const { t } = useTranslation('run');
  const [chosen, setChosen] = useState<AnswerOption | null>(null);
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const { word, meaning } = useOptionText();
  const options = answerOptions(asked);
  const send = async (option: AnswerOption, reason: string) => {
    setSending(true);
    setRefused(await onAnswer(option.value, reason));
    setSending(false);
  };
  const choose = (option: AnswerOption) => {
    if (sending) return;
    if (option.value === 'rollback') onRollBack();
    else if (option.needsReason) setChosen(option);
    else void send(option, '');
  };
  useActions(
    options
      .filter((option) => option.value !== 'rollback')
      .map((option) => ({
        id: `run.answer.${option.value}`,
        label: t('question.answer', { answer: word(option.value) }),
        section: 'run' as const,
        keys: armed && chosen === null ? option.key.toUpperCase() : null,
        run: () => choose(option),
      })),
  );
  return (
    <>
      <ul className="run-options">
        {options.map((option) => (
          <li key={option.value}>
            <Button
              size="xs"
              variant={variantOf(option)}
              color={option.value === 'rollback' ? 'crimson' : 'petrol'}
              aria-pressed={option.needsReason ? chosen?.value === option.value : undefined}
              disabled={sending}
              onClick={() => choose(option)}
              rightSection={<KeyHint keys={option.key.toUpperCase()} />}
            >
              {word(option.value)}
            </Button>
            <span className="run-dim">{meaning(option.value)}</span>
          </li>
        ))}
      </ul>
      {chosen !== null && (
        <ReasonForm
          key={chosen.value}
          label={t('question.reasonFor', { answer: word(chosen.value) })}
          submit={word(chosen.value)}
          sending={sending}
          onSubmit={(reason) => void send(chosen, reason)}
          onCancel={() => setChosen(null)}
        />
      )}
      {refused !== null && (
        <p role="alert" className="run-refused">
          {refused}
        </p>
      )}
    </>
  );
}

const variantOf = ({ value }: AnswerOption): string =>
  ['yes', 'go', 'rollback'].includes(value) ? 'filled' : 'default';
