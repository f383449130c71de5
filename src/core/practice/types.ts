/** The words of the practice target, DESIGN section 10. */
import type { Named } from '@domain/plan/plan';

/** How to start Node on this machine: this executable, or Electron told to be Node. */
export interface NodeRunner {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What a run needs to reach the practice as any other target. Field names as in `PlannedTarget`. */
export interface PracticeTarget {
  readonly name: 'app';
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  /** `root`, `entry_port`, `preview_port`, `candidate_port`, `stable_port`, `traffic_port`. */
  readonly vars: readonly Named[];
}

/** Everything a client needs; the keys lie in the practice folder and go with it. */
export interface PracticeAccess {
  readonly target: PracticeTarget;
  /** One line of an OpenSSH known_hosts file, with its LF. */
  readonly knownHostsLine: string;
  /** An unencrypted OpenSSH private key, mode 0600. */
  readonly clientKeyPath: string;
}

export interface PracticeOptions {
  /** The practice folder; made if missing, must be empty, removed at the end. */
  readonly dir: string;
  readonly nodeRunner: NodeRunner;
  /** The app's `resources` folder. */
  readonly resourcesDir: string;
  /** Aborting while it starts stops it again; later it has no effect. */
  readonly signal: AbortSignal;
  /** Folder of the better-sqlite3 package; by default the one core itself uses. */
  readonly sqliteModule?: string;
  /** Requests per second of the customers; default 60. */
  readonly loadPerSecond?: number;
}

export interface Practice extends PracticeAccess {
  /** The supervisor's own facts, for tests and `practice status`. */
  readonly root: string;
  /** Resolves with the reason when the practice can't go on (its guard died). */
  readonly broken: Promise<string>;
  /** Ends every process and removes the folder. May be called twice. */
  stop(): Promise<void>;
}
