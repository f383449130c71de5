import { Spotlight, type SpotlightActionData, spotlight } from '@mantine/spotlight';
import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ACTION_SECTIONS, type AppAction } from '../actions';
import { KeyHint } from '../components/key-hint';
import { useApp } from '../store/app-context';

export const openPalette = (): void => spotlight.open();

/** Every action that can be taken now, by name. Opened with Ctrl+K from everywhere. */
export function CommandPalette() {
  const { t } = useTranslation();
  const offered = useApp((s) => s.offered);
  const all = [...offered.values()].flat();
  const groups = ACTION_SECTIONS.map((section) => ({
    group: t(`actions.section.${section}`),
    actions: all
      .filter((action) => action.section === section)
      .map((action) => entry(action, t('actions.closed', { why: action.closed ?? '' }))),
  })).filter(({ actions }) => actions.length > 0);
  return (
    <Spotlight
      actions={groups}
      shortcut={['mod + K', 'mod + P']}
      tagsToIgnore={[]}
      nothingFound={t('actions.nothing')}
      highlightQuery
      scrollable
      maxHeight={420}
      attributes={{ content: { 'aria-label': t('actions.palette') } }}
      searchProps={{
        leftSection: <Search size={16} aria-hidden />,
        placeholder: t('actions.search'),
        'aria-label': t('actions.search'),
      }}
    />
  );
}

function entry(action: AppAction, closedText: string): SpotlightActionData {
  const Icon = action.icon;
  return {
    id: action.id,
    label: action.label,
    ...(action.closed ? { description: closedText } : {}),
    disabled: Boolean(action.closed),
    onClick: () => action.run(),
    leftSection: Icon === undefined ? null : <Icon size={16} aria-hidden />,
    rightSection: action.keys === null ? null : <KeyHint keys={action.keys} />,
  };
}
