/** What performers share. Built once per run by the container; secrets live only here and on the wire. */
import type { Result } from '@domain/kernel/result';
import type { Exported, PlannedTarget } from '@domain/plan/plan';
import type { RunState } from '@domain/run/state';
import type { Clock, Connection, Connections, MetricSampler, OutputStore } from '../ports';

export interface Services {
  readonly clock: Clock;
  readonly connections: Connections;
  readonly outputs: OutputStore;
  readonly sampler: MetricSampler;
  /** Absolute path; uploads come from inside it and local steps run in it. */
  readonly workspace: string;
  readonly secrets: readonly Exported[];
}

export function plannedTarget(state: RunState, name: string): PlannedTarget {
  const target = state.plan.targets.find((t) => t.name === name);
  if (target === undefined) throw new Error(`the plan has no target ${name}`);
  return target;
}

/** The connection to a target of the plan, opened when needed. */
export const connectTo = (
  services: Services,
  state: RunState,
  name: string,
  signal: AbortSignal,
): Promise<Result<Connection>> => services.connections.get(plannedTarget(state, name), signal);
