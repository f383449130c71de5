import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from './key-hint';

interface ReasonDialogProps {
  readonly opened: boolean;
  readonly title: string;
  /** What will happen, before the reason is asked for. */
  readonly children?: ReactNode;
  /** Names the act: "Roll back", never "OK". */
  readonly confirmLabel: string;
  /** An act that takes something back or leaves a rule: shown in the colour of danger. */
  readonly danger?: boolean;
  /** False: an empty reason is accepted. */
  readonly needsReason?: boolean;
  /** Core is at it: the dialog can't be sent twice. */
  readonly busy?: boolean;
  onConfirm(reason: string): void;
  onClose(): void;
}

/** Asks once, with a reason that goes into the record. Ctrl+Enter confirms, Escape leaves everything as it is. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { opened, title, onClose } = props;
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="lg">
      {opened && <ReasonForm {...props} />}
    </Modal>
  );
}

function ReasonForm(props: ReasonDialogProps) {
  const {
    children,
    confirmLabel,
    danger = false,
    needsReason = true,
    busy = false,
    onConfirm,
    onClose,
  } = props;
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const id = useId();
  const ready = !busy && (!needsReason || reason.trim() !== '');
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (ready) onConfirm(reason.trim());
  };
  return (
    <form onSubmit={submit} id={id}>
      <Stack gap="md">
        {children}
        <Textarea
          label={t('reason.label')}
          description={t('reason.description')}
          required={needsReason}
          value={reason}
          data-autofocus
          autosize
          minRows={2}
          maxRows={6}
          onChange={(event) => setReason(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
          }}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            type="submit"
            color={danger ? 'crimson' : 'petrol'}
            disabled={!ready}
            rightSection={<KeyHint keys="mod+Enter" />}
          >
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
