import { useTranslation } from 'react-i18next';

export function RunbooksScreen() {
  const { t } = useTranslation('runbooks');
  return <h1>{t('title')}</h1>;
}
