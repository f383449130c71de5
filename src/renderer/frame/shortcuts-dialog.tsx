import { Modal, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ACTION_SECTIONS, type ActionSection } from '../actions';
import { KeyHint, keyNames } from '../components/key-hint';
import { useApp } from '../store/app-context';
import css from './shortcuts-dialog.module.css';

/** The keys of all actions that can be taken now, by section. */
export function ShortcutsDialog() {
  const { t } = useTranslation();
  const dialog = useApp((s) => s.dialog);
  const openDialog = useApp((s) => s.openDialog);
  return (
    <Modal
      opened={dialog === 'shortcuts'}
      onClose={() => openDialog(null)}
      title={t('shortcuts.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="md">
        <Text c="dimmed">{t('shortcuts.intro')}</Text>
        <div className={css.sections}>
          {ACTION_SECTIONS.map((section) => (
            <Section key={section} section={section} />
          ))}
        </div>
      </Stack>
    </Modal>
  );
}

function Section({ section }: { section: ActionSection }) {
  const { t } = useTranslation();
  const offered = useApp((s) => s.offered);
  const withKeys = [...offered.values()].flat().filter((a) => a.section === section && a.keys !== null);
  if (withKeys.length === 0 && section !== 'view') return null;
  return (
    <section>
      <h3 className={css.title}>{t(`actions.section.${section}`)}</h3>
      <dl className={css.list}>
        {withKeys.map((action) => (
          <Row key={action.id} label={action.label} keys={action.keys ?? ''} />
        ))}
        {section === 'view' && <Row label={t('actions.palette')} keys="mod+K" />}
      </dl>
    </section>
  );
}

const Row = ({ label, keys }: { label: string; keys: string }) => (
  <div className={css.row}>
    <dt>{label}</dt>
    <dd>
      <VisuallyHidden>{keyNames(keys).join(' ')}</VisuallyHidden>
      <KeyHint keys={keys} />
    </dd>
  </div>
);
