/** The units of the practice: which program each runs, and how one knows that it serves. */
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Environment, PracticeFacts } from './environment';
import type { PracticeFolder } from './folder';

export const UNIT_NAMES = ['stock', 'splitter', 'stable', 'candidate', 'load'] as const;
export type UnitName = (typeof UNIT_NAMES)[number];

export interface UnitPlan {
  readonly script: string;
  readonly env: Environment;
  /** The release it runs; null for what is no order service. */
  readonly version: string | null;
  /** Answers 200 once the unit serves; null when running is all there is to know. */
  readonly ready: string | null;
}

export type PlanUnit = (name: UnitName) => UnitPlan;

const releaseFile = z.object({ version: z.string() });

function ordersPlan(folder: PracticeFolder, link: string, port: number): UnitPlan {
  // The real folder, not the link: the link may move while the process runs.
  const release = realpathSync(join(folder.root, link));
  const { version } = releaseFile.parse(JSON.parse(readFileSync(join(release, 'release.json'), 'utf8')));
  return {
    script: join(release, 'main.mjs'),
    env: { ORDERS_PORT: String(port) },
    version,
    ready: `http://127.0.0.1:${port}/healthz`,
  };
}

/** What a unit would run if it were started now. Throws ENOENT when the link of an order service is missing. */
export function planUnits(folder: PracticeFolder, facts: PracticeFacts, loadPerSecond: number): PlanUnit {
  const { ports } = facts;
  const tool = (name: string, ready: string | null, env: Environment = {}): UnitPlan => ({
    script: join(folder.lib, `${name}.mjs`),
    env,
    version: null,
    ready,
  });
  return (name) => {
    switch (name) {
      case 'stock':
        return tool('stock', `http://127.0.0.1:${ports.stock}/healthz`);
      case 'splitter':
        return tool('splitter', `http://127.0.0.1:${ports.traffic}/metrics`);
      case 'load':
        return tool('load', null, { LOAD_PER_SECOND: String(loadPerSecond) });
      case 'stable':
        return ordersPlan(folder, 'current', ports.stable);
      case 'candidate':
        return ordersPlan(folder, 'candidate', ports.candidate);
    }
  };
}
