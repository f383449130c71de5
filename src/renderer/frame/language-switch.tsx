import { Button, Menu } from '@mantine/core';
import { Check, Languages } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES } from '../i18n/languages';
import { useApp } from '../store/app-context';

export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const changeSettings = useApp((s) => s.changeSettings);
  const current = LANGUAGES.find((l) => l.id === i18n.language);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<Languages size={14} aria-hidden />}
          aria-label={t('actions.language', { name: current?.name ?? '' })}
        >
          {current?.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('bar.language')}>
        {LANGUAGES.map(({ id, name }) => (
          <Menu.Item
            key={id}
            lang={id}
            leftSection={id === i18n.language ? <Check size={14} aria-hidden /> : null}
            onClick={() => void changeSettings({ locale: id })}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
