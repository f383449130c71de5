/** A run that ends is sealed at once, where it ended in this process. What hinders it is told, and tried again later. */
import type { Failure } from '@domain/kernel/result';
import type { Runs } from '../engine/runs';
import type { RecordsService } from './records-service';

export function sealWhenClosed(
  runs: Runs,
  records: RecordsService,
  onFailure: (runId: string, why: Failure) => void,
): void {
  runs.happenings.listen(({ runId, events }) => {
    if (!events.some((e) => e.event.kind === 'run.close')) return;
    records.seal(runId).then(
      (sealed) => {
        if (!sealed.ok) onFailure(runId, sealed.error);
      },
      // A full disk throws out of file system and ledger; it must not end the process that drives other runs.
      (error: unknown) => onFailure(runId, { code: 'seal', message: String(error) }),
    );
  });
}
