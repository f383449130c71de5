import { Button } from '@mantine/core';
import { Bug } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CommandBlock } from '../components/command-block';
import { EmptyState } from '../components/empty-state';

/** Shows a defect of ours as one, in place of the screen, instead of a blank window. */
export class DefectBoundary extends Component<{ children: ReactNode }, { defect: Error | null }> {
  override state: { defect: Error | null } = { defect: null };

  static getDerivedStateFromError(defect: Error) {
    return { defect };
  }

  override render() {
    const { defect } = this.state;
    if (defect === null) return this.props.children;
    return <Defect defect={defect} onAgain={() => this.setState({ defect: null })} />;
  }
}

function Defect({ defect, onAgain }: { defect: Error; onAgain(): void }) {
  const { t } = useTranslation();
  return (
    <EmptyState icon={Bug} title={t('defect.title')} text={t('defect.text')}>
      <CommandBlock text={defect.stack ?? defect.message} />
      <Button onClick={onAgain}>{t('defect.again')}</Button>
    </EmptyState>
  );
}
