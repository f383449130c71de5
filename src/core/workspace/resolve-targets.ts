import { fail, ok, type Result } from '@domain/kernel/result';
import type { Named, PlannedTarget } from '@domain/plan/plan';
import type { Environment, ResolvedTargets } from '@domain/runbook/planning';
import type { TargetSpec } from '@domain/runbook/schema';
import type { Inventory, InventoryEnvironment, InventoryTarget } from './inventory';

/** Where the practice target listens now, and its variables. Fails with a code when it is not up. */
export type PracticeTargets = (name: string) => Promise<Result<PracticeAddress>>;
export interface PracticeAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Win over the inventory's. */
  readonly vars: readonly Named[];
}

/**
 * The machines a runbook asks for in one environment. A name that nothing answers to stays without machines: the
 * planner says so with its place in the runbook. Codes: `environment`, `target`, and those of `practice`.
 */
export async function resolveTargets(
  inventory: Inventory,
  environment: Environment,
  wanted: Readonly<Record<string, TargetSpec>>,
  practice: PracticeTargets,
): Promise<Result<ResolvedTargets>> {
  const found = inventory.environments[environment];
  if (found === undefined) {
    const known = Object.keys(inventory.environments).join(', ');
    return fail('environment', `inventory.yaml has no environment "${environment}"; it has ${known}`, {
      environment,
    });
  }
  const members = Object.fromEntries(
    Object.entries(wanted).map(([name, spec]) => [name, membersOf(found, spec)]),
  );
  const targets: PlannedTarget[] = [];
  for (const name of new Set(Object.values(members).flat())) {
    const one = await planned(name, environment, found.targets[name] as InventoryTarget, practice);
    if (!one.ok) return one;
    targets.push(one.value);
  }
  return ok({ targets, members });
}

function membersOf({ targets, groups }: InventoryEnvironment, spec: TargetSpec): string[] {
  const { group, target } = spec;
  if (target !== undefined) return Object.hasOwn(targets, target) ? [target] : [];
  if (group === undefined) return [];
  const listed = groups?.[group] ?? [];
  return Object.entries(targets)
    .filter(([name, t]) => t.group === group || t.groups?.includes(group) || listed.includes(name))
    .map(([name]) => name);
}

async function planned(
  name: string,
  environment: Environment,
  target: InventoryTarget,
  practice: PracticeTargets,
): Promise<Result<PlannedTarget>> {
  const own = Object.entries(target.vars ?? {}).map(([key, value]) => ({ name: key, value: String(value) }));
  if (target.practice !== true) {
    if (target.host === undefined || target.user === undefined) {
      return fail('target', `the target "${name}" needs "host" and "user" in inventory.yaml`, {
        target: name,
      });
    }
    const { host, user, port } = target;
    return ok({ name, host, port: port ?? 22, user, transport: 'ssh2', vars: sorted(own) });
  }
  // A machine made for practice must never stand in for a real one.
  if (environment !== 'practice') {
    return fail('target', `the practice target "${name}" stands in ${environment}`, { target: name });
  }
  const address = await practice(name);
  if (!address.ok) return address;
  const { host, port, user, vars } = address.value;
  return ok({ name, host, port, user, transport: 'ssh2', vars: sorted([...own, ...vars]) });
}

function sorted(vars: readonly Named[]): Named[] {
  const last = new Map(vars.map((v) => [v.name, v.value]));
  return [...last].map(([name, value]) => ({ name, value })).sort((a, b) => (a.name < b.name ? -1 : 1));
}
