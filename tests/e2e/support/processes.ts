import type { LaunchedApp } from './app';

/** Process ids of core, which runs apart from the shell. Two for a moment while one replaces the other. */
export const corePids = ({ app }: LaunchedApp): Promise<number[]> =>
  app.evaluate(({ app: electron }) =>
    electron
      .getAppMetrics()
      .filter((process) => process.type === 'Utility' && process.name === 'Holdpoint core')
      .map((process) => process.pid),
  );

/** Kills core as a power cut would: it can say and write nothing more. */
export async function killCore(launched: LaunchedApp): Promise<void> {
  for (const pid of await corePids(launched)) process.kill(pid, 'SIGKILL');
}
