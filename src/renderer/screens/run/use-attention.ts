import type { RunState } from '@domain/run/state';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocalText } from '../../i18n/use-local-text';
import { useServices } from '../../store/app-context';
import { chime } from './chime';
import { openQuestion } from './model/step-focus';

/** Calls a person who looks elsewhere: a notification and a sound, once per question and once at the end. */
export function useAttention(state: RunState | null): void {
  const { shell, store } = useServices();
  const { t } = useTranslation(['run', 'common']);
  const local = useLocalText();
  const asked = state === null ? undefined : openQuestion(state);
  const about = asked?.id ?? state?.result ?? null;
  const called = useRef<string | null>(null);
  useEffect(() => {
    if (state === null || about === null || called.current === about) return;
    called.current = about;
    if (document.hasFocus()) return;
    const title = t('attention.title', { title: local(state.plan.runbook.title) }).slice(0, 80);
    const body = asked === undefined ? t(`common:result.${state.result ?? 'open'}`) : local(asked.text);
    chime();
    shell
      .notify(title, body.slice(0, 300))
      .catch((error: Error) => store.getState().notify('bad', error.message));
  }, [about, asked, state, shell, store, t, local]);
}
