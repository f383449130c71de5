/** The runbook file format, version 1. The parts live in `schema/`. */
export { phaseName } from './schema/actions';
export { type ExpectRule, RULES } from './schema/expect';
export type { InputSpec, SecretSpec, TargetSpec } from './schema/inputs';
export { type Metric, SCRAPE_VALUES, SOURCES } from './schema/metrics';
export { type Runbook, runbookSchema } from './schema/runbook';
export { ACTIONS, type ActionName, LATER_ACTIONS, type Phase, type Step } from './schema/step';
export type { Text } from './schema/words';
