import { Button, Textarea } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly label: string;
  readonly submit: string;
  readonly sending: boolean;
  onSubmit(reason: string): void;
  onCancel(): void;
}

/** Asks for the reason that stays in the record. Enter sends, Shift+Enter breaks the line, Esc goes back. */
export function ReasonForm({ label, submit, sending, onSubmit, onCancel }: Props) {
  const { t } = useTranslation('run');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const send = () => {
    if (reason.trim() === '') setMissing(true);
    else onSubmit(reason.trim());
  };
  const onForm = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return; // Enter picks a candidate of a Chinese input method
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    }
    if (event.key === 'Escape') {
      event.stopPropagation();
      onCancel();
    }
  };
  return (
    <form className="run-reason" onSubmit={onForm}>
      <Textarea
        label={label}
        description={t('question.reasonKept')}
        autosize
        minRows={1}
        maxRows={4}
        maxLength={4000}
        autoFocus
        value={reason}
        error={missing && reason.trim() === '' ? t('question.reasonMissing') : undefined}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Button type="submit" loading={sending}>
        {submit}
      </Button>
      <Button variant="default" onClick={onCancel}>
        {t('question.back')}
      </Button>
    </form>
  );
}
