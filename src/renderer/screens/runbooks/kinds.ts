import type { RunKind } from '@domain/plan/plan';

/**
 * Kinds worth offering for an environment, the usual one first. Only a convenience: the planner decides, and a test
 * holds this table against it.
 */
export const OFFERED_KINDS: Readonly<Record<string, readonly RunKind[]>> = {
  practice: ['practice', 'drill'],
  staging: ['live', 'drill'],
  production: ['live'],
};

export const kindsFor = (environment: string): readonly RunKind[] =>
  OFFERED_KINDS[environment] ?? ['live', 'drill', 'practice'];
