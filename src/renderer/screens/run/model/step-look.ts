/** How each status looks: icon, tone and word together, so that nothing hangs on colour. */
import type { StepState, StepStatus } from '@domain/run/state';
import { PenLine } from 'lucide-react';
import type { BadgeLook } from '../../../components/badge';
import { STEP_STATUS } from '../../../components/step-status';

/** `attested` is a passed step that a person vouches for: it never looks like a measured one. */
export type StepLookName = StepStatus | 'attested';

export const STEP_LOOKS: Readonly<Record<StepLookName, BadgeLook>> = {
  ...STEP_STATUS,
  attested: { icon: PenLine, tone: 'active' },
};

export function lookName(step: StepState): StepLookName {
  return step.status === 'passed' && step.decision !== null ? 'attested' : step.status;
}
