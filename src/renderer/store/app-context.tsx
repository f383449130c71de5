import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { useStore } from 'zustand';
import { type Core, connectCore } from '../bridge/client';
import type { Bridge, Shell } from '../bridge/shell';
import { feed, followRun } from './feed';
import { EMPTY_PROJECTION, type Projection } from './runs';
import { type AppState, type AppStore, createAppStore } from './store';

/** What every component may reach: the store, core and the shell. Made once per window. */
export interface Services {
  readonly store: AppStore;
  readonly core: Core;
  readonly shell: Shell;
}

/** Wires bridge, store and feed. Importing does nothing; calling this connects. */
export function createServices(bridge: Bridge): Services {
  const holder: { core?: Core } = {};
  const core = (): Core => {
    if (holder.core === undefined) throw new Error('core was asked before it was connected');
    return holder.core;
  };
  const store = createAppStore(core, bridge.shell);
  holder.core = connectCore(bridge.core, (link) => {
    store.getState().setLink(link);
    if (link === 'ready') void Promise.resolve().then(() => feed(core(), store));
  });
  return { store, core: holder.core, shell: bridge.shell };
}

const Context = createContext<Services | null>(null);

export function AppContext({ services, children }: { services: Services; children: ReactNode }) {
  return <Context value={services}>{children}</Context>;
}

export function useServices(): Services {
  const services = useContext(Context);
  if (services === null) throw new Error('useServices outside of AppContext');
  return services;
}

/** Reads from the store; wrap selectors that build objects in `useShallow`. */
export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(useServices().store, select);
}

/** A run's projection, followed while the component is mounted and again after each reconnection. */
export function useRun(runId: string): Projection {
  const { core, store } = useServices();
  const connection = useApp((s) => s.connection);
  useEffect(() => {
    if (connection === 0) return;
    const abort = new AbortController();
    void followRun(core, store, runId, abort.signal);
    return () => abort.abort();
  }, [core, store, runId, connection]);
  return useApp((s) => s.projections[runId]) ?? EMPTY_PROJECTION;
}
