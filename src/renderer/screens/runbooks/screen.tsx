import { useApp } from '../../store/app-context';
import { RunbookList } from './runbook-list';
import { RunbookReader } from './runbook-reader';

/** The list of runbooks, or one of them with its form and plan. */
export function RunbooksScreen() {
  const view = useApp((s) => s.view);
  if (view.screen !== 'runbooks') return null;
  if (view.ref === null) return <RunbookList />;
  return <RunbookReader runbook={view.ref} preset={view.preset} />;
}
