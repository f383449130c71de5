import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { confirmName } from '../model/answer-options';
import type { QuestionProps } from './question-panel';

/** An answer that is typed: any text of an input, or exactly the name that confirms production. */
export function TypedAnswer({ asked, onAnswer }: QuestionProps) {
  const { t } = useTranslation('run');
  const [value, setValue] = useState('');
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const name = confirmName(asked);
  const ready = name === null ? value.trim() !== '' : value === name;
  const send = async (answer: string) => {
    setSending(true);
    setRefused(await onAnswer(answer, ''));
    setSending(false);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) void send(name === null ? value.trim() : value);
  };
  return (
    <form className="run-typed" onSubmit={onSubmit}>
      <TextInput
        autoFocus
        aria-label={name === null ? t('question.yourAnswer') : t('question.typeName', { name })}
        value={value}
        maxLength={4000}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setValue(event.currentTarget.value)}
        error={refused}
      />
      <Button type="submit" loading={sending} disabled={!ready} color={name === null ? 'petrol' : 'crimson'}>
        {name === null ? t('question.send') : t('question.confirm')}
      </Button>
      {name !== null && (
        <Button variant="default" onClick={() => void send('stop')} disabled={sending}>
          {t('option.stop')}
        </Button>
      )}
    </form>
  );
}
