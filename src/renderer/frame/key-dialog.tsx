import type { CallInput, KeyCandidate } from '@ipc/contract';
import { Alert, Button, Group, Modal, PasswordInput, Radio, Stack, Text } from '@mantine/core';
import { CircleX } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Mono } from '../components/mono';
import { useApp, useServices } from '../store/app-context';
import css from './key-dialog.module.css';

const GENERATE = 'generate';

/** Chooses the key that signs for the operator: one the agent holds, a file, or a new one. */
export function KeyDialog() {
  const { t } = useTranslation(['settings', 'common']);
  const dialog = useApp((s) => s.dialog);
  const openDialog = useApp((s) => s.openDialog);
  const opened = dialog === 'operator-key';
  return (
    <Modal
      opened={opened}
      onClose={() => openDialog(null)}
      title={t('key.dialog')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {opened && <KeyForm />}
    </Modal>
  );
}

function KeyForm() {
  const { t } = useTranslation(['settings', 'common']);
  const candidates = useApp((s) => s.keys)?.candidates ?? [];
  const openDialog = useApp((s) => s.openDialog);
  const [id, setId] = useState(candidates[0]?.id ?? GENERATE);
  const { choose, busy, failure } = useChooseKey();
  const [passphrase, setPassphrase] = useState('');
  const needsPassphrase = id === GENERATE || candidates.some((c) => c.id === id && c.encrypted);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = needsPassphrase && passphrase !== '' ? passphrase : null;
    setPassphrase(''); // never kept longer than the question
    choose(
      id === GENERATE ? { use: 'generate', passphrase: given } : { use: 'candidate', id, passphrase: given },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text c="dimmed">{t('key.intro')}</Text>
        <Radio.Group value={id} onChange={setId} label={t('key.which')}>
          <Stack gap="xs" mt="xs">
            {candidates.map((candidate) => (
              <CandidateRadio key={candidate.id} candidate={candidate} />
            ))}
            <Radio.Card value={GENERATE} className={css.card ?? ''} aria-label={t('key.generate')}>
              <Radio.Indicator />
              <div>
                <strong>{t('key.generate')}</strong>
                <Text c="dimmed" size="sm">
                  {t('key.generate_text')}
                </Text>
              </div>
            </Radio.Card>
          </Stack>
        </Radio.Group>
        {needsPassphrase && (
          <PasswordInput
            label={id === GENERATE ? t('key.new_passphrase') : t('key.passphrase')}
            description={id === GENERATE ? t('key.new_passphrase_text') : t('key.passphrase_text')}
            value={passphrase}
            autoComplete="off"
            visibilityToggleButtonProps={{ 'aria-label': t('key.show_passphrase') }}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
          />
        )}
        {failure !== null && (
          <Alert color="red" role="alert" icon={<CircleX size={16} aria-hidden />} title={t('key.refused')}>
            {failure}
          </Alert>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={() => openDialog(null)}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {id === GENERATE ? t('key.make') : t('key.use')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function CandidateRadio({ candidate }: { candidate: KeyCandidate }) {
  const { t } = useTranslation(['settings', 'common']);
  return (
    <Radio.Card value={candidate.id} className={css.card ?? ''} aria-label={candidate.comment}>
      <Radio.Indicator />
      <div>
        <strong>{candidate.comment}</strong>{' '}
        <Text span c="dimmed" size="sm">
          {t(`key.source.${candidate.source}`)} · {candidate.type}
          {candidate.encrypted && ` · ${t('key.encrypted')}`}
        </Text>
        <div>
          <Mono text={candidate.fingerprint} />
        </div>
      </div>
    </Radio.Card>
  );
}

type Choice = CallInput<'keys.choose'>['choice'];

/** Asks core; closes the dialog when it took the key, says why not otherwise. */
function useChooseKey() {
  const { t } = useTranslation(['settings', 'common']);
  const { core, store } = useServices();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const ask = async (choice: Choice) => {
    setBusy(true);
    const result = await core.ask('keys.choose', { choice });
    setBusy(false);
    setFailure(result.ok ? null : result.error.message);
    if (!result.ok) return;
    const state = store.getState();
    state.openDialog(null);
    state.notify('ok', t('key.chosen', { fingerprint: result.value.fingerprint }));
    await state.loadKeys();
  };
  return { busy, failure, choose: (choice: Choice) => void ask(choice) };
}
