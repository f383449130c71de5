import { ActionIcon, Tooltip, useComputedColorScheme } from '@mantine/core';
import { Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../store/app-context';

/** Light or dark with one press; "like the system" is in the settings. */
export function ThemeSwitch() {
  const { t } = useTranslation();
  const changeSettings = useApp((s) => s.changeSettings);
  const dark = useComputedColorScheme('light') === 'dark';
  const label = dark ? t('actions.light') : t('actions.dark');
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="default"
        size="md"
        aria-label={label}
        onClick={() => void changeSettings({ theme: dark ? 'light' : 'dark' })}
      >
        {dark ? <Sun size={15} aria-hidden /> : <Moon size={15} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  );
}
