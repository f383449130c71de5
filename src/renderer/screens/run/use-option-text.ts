import { useTranslation } from 'react-i18next';
import { optionKey } from './model/option-text';

/** The word of an answer and what it means; an answer this window does not know is shown as core sent it. */
export function useOptionText(): { word(value: string): string; meaning(value: string): string } {
  const { t } = useTranslation('run');
  return {
    word: (value) => {
      const key = optionKey(value);
      return key === null ? value : t(key);
    },
    meaning: (value) => {
      const key = optionKey(value);
      return key === null ? '' : t(`${key}_means`);
    },
  };
}
