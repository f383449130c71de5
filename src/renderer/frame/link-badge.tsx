import { LoaderCircle, PlugZap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge';
import { useApp } from '../store/app-context';

/** The connection to core, shown only while it is not simply there. */
export function LinkBadge() {
  const { t } = useTranslation();
  const link = useApp((s) => s.link);
  switch (link) {
    case 'ready':
      return null;
    case 'connecting':
      return <Badge look={{ tone: 'active', icon: LoaderCircle }} label={t('link.connecting')} />;
    case 'restarting':
      return <Badge look={{ tone: 'wait', icon: LoaderCircle }} label={t('link.restarting_short')} />;
    case 'given-up':
      return <Badge look={{ tone: 'bad', icon: PlugZap }} label={t('link.given_up_short')} />;
  }
}
