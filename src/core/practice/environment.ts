/** The environment of everything that runs in the practice: nothing of the app's own but the path to programs. */
import { randomBytes, randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { PracticeFolder } from './folder';
import { findPorts } from './ports';
import type { NodeRunner } from './types';

export const PRACTICE_USER = 'practice';
/** How long the stock service takes to answer, ms: two thirds of what a customer notices. */
const STOCK_ANSWER_MS = 150;
/** How long a request waits for the database connection before it is answered 503, ms. */
const POOL_WAIT_MS = 1500;

export interface PracticePorts {
  readonly entry: number;
  readonly preview: number;
  readonly traffic: number;
  readonly stable: number;
  readonly candidate: number;
  readonly stock: number;
}

export type Environment = Readonly<Record<string, string>>;

export interface PracticeFacts {
  readonly id: string;
  readonly token: string;
  readonly ports: PracticePorts;
}

/** A fresh id, control token and ports. */
export async function createFacts(): Promise<PracticeFacts> {
  const [entry, preview, traffic, stable, candidate, stock] = (await findPorts(6)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const ports = { entry, preview, traffic, stable, candidate, stock };
  return { id: randomUUID(), token: randomBytes(24).toString('hex'), ports };
}

const sqlitePackage = (): string =>
  dirname(createRequire(import.meta.url).resolve('better-sqlite3/package.json'));

function optional(name: string): Environment {
  const value = process.env[name];
  return value === undefined ? {} : { [name]: value };
}

/** For units and for SSH sessions alike. `controlUrl` is where the supervisor listens. */
export function practiceEnvironment(input: {
  readonly facts: PracticeFacts;
  readonly folder: PracticeFolder;
  readonly runner: NodeRunner;
  readonly controlUrl: string;
  readonly sqliteModule: string | undefined;
}): Environment {
  const { facts, folder, ports } = { ...input, ports: input.facts.ports };
  return {
    PATH: `${folder.bin}:${process.env.PATH ?? '/usr/bin:/bin'}`,
    HOME: folder.home,
    USER: PRACTICE_USER,
    LOGNAME: PRACTICE_USER,
    SHELL: '/bin/sh',
    LANG: 'C.UTF-8',
    ...optional('HOLDPOINT_SQLITE_BINDING'),
    PRACTICE_ID: facts.id,
    PRACTICE_ROOT: folder.root,
    PRACTICE_TOKEN: facts.token,
    PRACTICE_CONTROL: input.controlUrl,
    PRACTICE_SQLITE_MODULE: input.sqliteModule ?? process.env.PRACTICE_SQLITE_MODULE ?? sqlitePackage(),
    ORDERS_DB: folder.database,
    ORDERS_POOL_WAIT_MS: String(POOL_WAIT_MS),
    STOCK_URL: `http://127.0.0.1:${ports.stock}`,
    STOCK_PORT: String(ports.stock),
    STOCK_ANSWER_MS: String(STOCK_ANSWER_MS),
    ENTRY_PORT: String(ports.entry),
    PREVIEW_PORT: String(ports.preview),
    TRAFFIC_PORT: String(ports.traffic),
    STABLE_PORT: String(ports.stable),
    CANDIDATE_PORT: String(ports.candidate),
  };
}
