import type { StepStatus } from '@domain/run/state';
import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleX,
  Hand,
  LoaderCircle,
  Lock,
  SkipForward,
  Undo2,
} from 'lucide-react';
import type { BadgeLook } from './badge';

/** How each status of a step looks. Words: `common:status.<status>`. */
export const STEP_STATUS: Record<StepStatus, BadgeLook> = {
  pending: { tone: 'quiet', icon: CircleDashed },
  blocked: { tone: 'wait', icon: Lock },
  waiting: { tone: 'wait', icon: Hand },
  running: { tone: 'active', icon: LoaderCircle },
  passed: { tone: 'ok', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleX },
  unknown: { tone: 'unknown', icon: CircleHelp },
  skipped: { tone: 'wait', icon: SkipForward },
  undone: { tone: 'quiet', icon: Undo2 },
  cancelled: { tone: 'quiet', icon: Ban },
};
