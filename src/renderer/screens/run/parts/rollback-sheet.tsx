import type { RunState } from '@domain/run/state';
import { Button, Group, Modal, Textarea } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EnvironmentBadge } from '../../../components/environment-badge';
import { KeyHint } from '../../../components/key-hint';
import { useLocalText } from '../../../i18n/use-local-text';
import { type RollbackItem, type RollbackView, rollbackView } from '../model/rollback-view';
import { scrolls } from '../scrolls';
import { CommandBlock } from './command-block';

interface Props {
  readonly state: RunState;
  readonly opened: boolean;
  onRollBack(reason: string): Promise<string | null>;
  onClose(): void;
}

/** What a rollback would do, in order; it asks once. Enter confirms, Esc leaves everything as it is. */
export function RollbackSheet(props: Props) {
  const { t } = useTranslation(['run', 'common']);
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={<SheetTitle environment={props.state.plan.environment} />}
      size={860}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {props.opened && <Sheet {...props} />}
    </Modal>
  );
}

function SheetTitle({ environment }: { environment: string }) {
  const { t } = useTranslation('run');
  return (
    <span className="run-sheet-title">
      {t('sheet.title')} <EnvironmentBadge environment={environment} />
    </span>
  );
}

function Sheet({ state, onRollBack, onClose }: Props) {
  const view = useMemo(() => rollbackView(state), [state]);
  return (
    <div className="run-sheet">
      <SheetLists view={view} />
      <SheetForm possible={view.undo.length > 0} onRollBack={onRollBack} onClose={onClose} />
    </div>
  );
}

function SheetLists({ view }: { view: RollbackView }) {
  const { t } = useTranslation(['run', 'common']);
  const local = useLocalText();
  return (
    <section
      className="run-sheet-lists"
      {...scrolls}
      aria-label={t('sheet.undo', { count: view.undo.length })}
    >
      <MayStillRun view={view} />
      <h3>{t('sheet.undo', { count: view.undo.length })}</h3>
      <Items items={view.undo} />
      {view.remains.length > 0 && (
        <>
          <h3 className="run-sheet-warning">
            <TriangleAlert size={15} aria-hidden="true" />{' '}
            {t('sheet.remains', { count: view.remains.length })}
          </h3>
          <ul className="run-sheet-remains">
            {view.remains.map(({ step, why }) => (
              <li key={step.id}>
                <b>{local(step.title)}</b> <span>{t('sheet.because', { why })}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{t('sheet.verify', { count: view.verify.length })}</h3>
      {view.verify.length === 0 ? (
        <p className="run-dim">{t('sheet.noVerify')}</p>
      ) : (
        <Items items={view.verify} />
      )}
    </section>
  );
}

/** The one thing to look at before the key is pressed: what is cut off here may go on there. */
function MayStillRun({ view }: { view: RollbackView }) {
  const { t } = useTranslation('run');
  const local = useLocalText();
  if (view.mayStillRun.length === 0) return null;
  return (
    <>
      <h3 className="run-sheet-warning">
        <TriangleAlert size={15} aria-hidden="true" /> {t('sheet.mayStillRun')}
      </h3>
      <ul className="run-sheet-remains">
        {view.mayStillRun.map(({ step, target }) => (
          <li key={`${step.id}:${target}`}>
            <b>{local(step.title)}</b> <span>{target ?? t('sheet.here')}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Items({ items }: { items: readonly RollbackItem[] }) {
  const local = useLocalText();
  return (
    <ol className="run-sheet-items">
      {items.map(({ step, command, hosts }) => (
        <li key={step.id}>
          <b>{local(step.title)}</b>
          <CommandBlock command={command} hosts={hosts} exports={[]} small />
        </li>
      ))}
    </ol>
  );
}

function SheetForm({
  possible,
  onRollBack,
  onClose,
}: Pick<Props, 'onRollBack' | 'onClose'> & { possible: boolean }) {
  const { t } = useTranslation(['run', 'common']);
  const [reason, setReason] = useState('');
  const [sending, setSending] = useState(false);
  const send = async (event?: FormEvent) => {
    event?.preventDefault();
    if (sending || !possible) return;
    setSending(true);
    const refused = await onRollBack(reason.trim());
    setSending(false);
    if (refused === null) onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || event.nativeEvent.repeat)
      return;
    event.preventDefault();
    void send();
  };
  return (
    <form onSubmit={(event) => void send(event)}>
      <Textarea
        label={t('sheet.reason')}
        autosize
        minRows={1}
        maxRows={4}
        maxLength={4000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Group justify="flex-end" gap="sm" mt="sm">
        {!possible && <p className="run-dim">{t('sheet.nothing')}</p>}
        <Button variant="default" onClick={onClose} rightSection={<KeyHint keys="Escape" />}>
          {t('sheet.leave')}
        </Button>
        <Button
          type="submit"
          color="crimson"
          disabled={!possible}
          loading={sending}
          data-autofocus
          rightSection={<KeyHint keys="Enter" />}
        >
          {t('sheet.confirm')}
        </Button>
      </Group>
    </form>
  );
}
