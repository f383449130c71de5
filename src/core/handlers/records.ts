/** Records: export and verify. A window names runs and places people chose, never paths. */
import { basename, join } from 'node:path';
import { CodedError } from '@ipc/rpc';
import type { CallHandlers } from '@ipc/server';
import type { HandlerContext } from './context';
import { grantedPath } from './grants';
import { orRefuse } from './refuse';
import { refuseWhenReadOnly } from './runs';

export function recordCalls(context: HandlerContext): Pick<CallHandlers, 'record.export' | 'record.verify'> {
  const { records, runs } = context.holdpoint;
  /** Newest export of each run in this process: what "verify this record" means. */
  const exported = new Map<string, string>();
  const exportRun = async (runId: string, token: string | null, zip: boolean) => {
    refuseWhenReadOnly(context);
    const state = runs.state(runId);
    if (state === undefined) throw new CodedError('no-such-run', `there is no run ${runId}`);
    const standard = records.defaultPlace(state, zip);
    const to = token === null ? standard : join(grantedPath(context, token, 'export'), basename(standard));
    const made = orRefuse(await records.export({ runId, to, zip, via: 'window' }));
    exported.set(runId, made.path);
    return { path: made.path, files: made.files };
  };
  return {
    'record.export': ({ run_id, token, zip }) => exportRun(run_id, token, zip),
    'record.verify': async ({ run_id, token }) => {
      if (token !== null) return view(await records.verify(grantedPath(context, token, 'bundle')));
      if (run_id === null) throw new CodedError('bad-request', 'name a run or choose a bundle');
      const path = exported.get(run_id) ?? (await exportRun(run_id, null, false)).path;
      return view(await records.verify(path));
    },
  };
}

const view = ({
  verdict,
  lines,
}: {
  verdict: 'verified' | 'not-authentic' | 'against-policy';
  lines: readonly { promise: string; result: 'ok' | 'fail' | 'note'; detail: string }[];
}) => ({
  verdict,
  lines: lines.map(({ promise, result, detail }) => ({ promise, result, detail })),
});
