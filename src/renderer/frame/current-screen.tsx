import { assertNever } from '@domain/kernel/assert-never';
import { HomeScreen } from '../screens/home/screen';
import { RecordsScreen } from '../screens/records/screen';
import { RunScreen } from '../screens/run/screen';
import { RunbooksScreen } from '../screens/runbooks/screen';
import { SettingsScreen } from '../screens/settings/screen';
import { useApp } from '../store/app-context';
import { DefectBoundary } from './defect-boundary';

/** The screen of the current view, each behind its own boundary: a defect in one leaves the others usable. */
export function CurrentScreen() {
  const view = useApp((s) => s.view);
  return (
    <DefectBoundary key={JSON.stringify(view)}>
      <ScreenOf />
    </DefectBoundary>
  );
}

function ScreenOf() {
  const view = useApp((s) => s.view);
  switch (view.screen) {
    case 'home':
      return <HomeScreen />;
    case 'runbooks':
      return <RunbooksScreen />;
    case 'run':
      return <RunScreen runId={view.runId} />;
    case 'records':
      return <RecordsScreen />;
    case 'settings':
      return <SettingsScreen />;
    default:
      return assertNever(view, 'view');
  }
}
