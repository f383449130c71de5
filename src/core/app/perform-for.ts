/** Everything one run needs to act: its connections, sampler, secrets and outputs. */
import { fail, ok, type Result } from '@domain/kernel/result';
import type { RunPlan } from '@domain/plan/plan';
import { performer } from '../engine/perform';
import type { RunParts } from '../engine/runs';
import { httpRequest } from '../exec/http';
import type { FetchText } from '../metrics/reading';
import { createSampler } from '../metrics/sampler';
import type { Clock, Connections, OutputStore, Transport } from '../ports';
import { connectionPool } from '../ssh/pool';
import type { Workspace } from '../workspace/workspace';
import { resolveSecrets } from './secrets';

export interface PerformParts {
  readonly clock: Clock;
  readonly outputs: OutputStore;
  readonly transportFor: (plan: RunPlan) => Transport;
  readonly workspaceAt: (folder: string) => Workspace;
}

const SCRAPE_TIMEOUT_MS = 10_000;
const SCRAPE_BYTES = 16 * 1024 * 1024;

export const performFor =
  (parts: PerformParts) =>
  async (plan: RunPlan, folder: string): Promise<Result<RunParts>> => {
    const secrets = await resolveSecrets(plan, parts.workspaceAt(folder));
    if (!secrets.ok) return secrets;
    const connections = connectionPool(parts.transportFor(plan));
    const { clock, outputs } = parts;
    const sampler = createSampler({ fetchText: fetchVia(plan, connections), clock });
    const perform = performer({
      clock,
      outputs,
      connections,
      sampler,
      workspace: folder,
      secrets: secrets.value,
    });
    return ok({ perform, release: () => connections.closeAll() });
  };

/** Text of a metrics address, through the connection to a target where the runbook says `via`. */
const fetchVia =
  (plan: RunPlan, connections: Connections): FetchText =>
  async (url, via, signal) => {
    const target = plan.targets.find((t) => t.name === via);
    const connected = target === undefined ? null : await connections.get(target, signal);
    if (connected !== null && !connected.ok) return connected;
    const answer = await httpRequest({
      method: 'GET',
      url,
      body: null,
      via: connected?.value ?? null,
      timeoutMs: SCRAPE_TIMEOUT_MS,
      maxBytes: SCRAPE_BYTES,
      signal,
    });
    if (!answer.ok) return answer;
    const { status, body } = answer.value;
    return status >= 200 && status < 300
      ? ok(Buffer.from(body).toString('utf8'))
      : fail('status', `${url} answers ${status}`);
  };
