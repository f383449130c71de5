import { MantineProvider, useMantineColorScheme } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { readNonce } from '../csp-nonce';
import { useApp } from '../store/app-context';
import { readableVariables, theme } from './theme';

/** Mantine with our look. The theme follows the settings that core keeps; until they are read, the system. */
export function AppTheme({ children }: { children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={readableVariables}
      defaultColorScheme="auto"
      getStyleNonce={readNonce}
    >
      <FollowSettings />
      {children}
    </MantineProvider>
  );
}

function FollowSettings() {
  const chosen = useApp((s) => s.settings?.theme);
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (chosen !== undefined) setColorScheme(chosen === 'system' ? 'auto' : chosen);
  }, [chosen, setColorScheme]);
  return null;
}
