import { useComputedColorScheme } from '@mantine/core';
import { BookOpen, FileCheck2, Home, Keyboard, KeyRound, Languages, Moon, Settings, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type AppAction, useActions } from '../actions';
import { LANGUAGES } from '../i18n/languages';
import { useApp } from '../store/app-context';
import type { View } from '../store/view';

/** Places of the side navigation, in order; `keys` work from everywhere. */
export const PLACES = [
  { screen: 'home', keys: 'mod+1', icon: Home, view: { screen: 'home' } },
  {
    screen: 'runbooks',
    keys: 'mod+2',
    icon: BookOpen,
    view: { screen: 'runbooks', ref: null, preset: null },
  },
  { screen: 'records', keys: 'mod+3', icon: FileCheck2, view: { screen: 'records', runId: null } },
  { screen: 'settings', keys: 'mod+4', icon: Settings, view: { screen: 'settings' } },
] as const satisfies readonly (Pick<AppAction, 'keys' | 'icon'> & { screen: View['screen']; view: View })[];

/** What can be done from every screen. */
export function useFrameActions(): void {
  const { t, i18n } = useTranslation();
  const go = useApp((s) => s.go);
  const openDialog = useApp((s) => s.openDialog);
  const changeSettings = useApp((s) => s.changeSettings);
  const colorScheme = useComputedColorScheme('light');
  const dark = colorScheme === 'dark';
  useActions([
    ...PLACES.map(({ screen, keys, icon, view }): AppAction => {
      const label = t('actions.go_to', { place: t(`nav.${screen}`) });
      return { id: `go-${screen}`, label, section: 'go', keys, icon, run: () => go(view) };
    }),
    {
      id: 'shortcuts',
      label: t('actions.shortcuts'),
      section: 'view',
      keys: '?',
      icon: Keyboard,
      run: () => openDialog('shortcuts'),
    },
    {
      id: 'operator-key',
      label: t('actions.choose_key'),
      section: 'view',
      keys: null,
      icon: KeyRound,
      run: () => openDialog('operator-key'),
    },
    {
      id: 'theme',
      label: dark ? t('actions.light') : t('actions.dark'),
      section: 'view',
      keys: 'mod+J',
      icon: dark ? Sun : Moon,
      run: () => void changeSettings({ theme: dark ? 'light' : 'dark' }),
    },
    ...LANGUAGES.filter(({ id }) => id !== i18n.language).map(
      ({ id, name }): AppAction => ({
        id: `language-${id}`,
        label: t('actions.language', { name }),
        section: 'view',
        keys: null,
        icon: Languages,
        run: () => void changeSettings({ locale: id }),
      }),
    ),
  ]);
}
