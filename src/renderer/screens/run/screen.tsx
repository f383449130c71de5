import { useRun } from '../../store/app-context';

export function RunScreen({ runId }: { runId: string }) {
  const { state } = useRun(runId);
  return <main>{state?.runId}</main>;
}
