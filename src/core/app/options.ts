import type { Via } from '@domain/run/event';
import type { NodeRunner } from '../practice/types';

/** What a shell (window or terminal) says when it opens Holdpoint's core. */
export interface AppOptions {
  readonly dataDir: string;
  /** The app's `resources` folder. */
  readonly resourcesDir: string;
  /** The built command line, started as its own process for the practice target. */
  readonly cliEntry: string;
  readonly nodeRunner: NodeRunner;
  readonly via: Via;
  /**
   * The process whose end ends a practice started here: the app's own. Null on the command line, where a run that waits
   * is taken up by a later command.
   */
  readonly practiceOwner: number | null;
  /** Who acts: the person of `--as`, else the login name. */
  readonly actor: string;
  /** Shown to a second opener of the same data, e.g. `window of ann`. */
  readonly holder: string;
  /** Look only: takes no lease. */
  readonly readOnly: boolean;
  readonly app: {
    readonly name: string;
    readonly version: string;
    readonly node: string;
    readonly electron: string | null;
  };
}
