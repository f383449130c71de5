/** Every question of the contract and who answers it. A missing one fails to compile. */
import type { Handlers } from '@ipc/server';
import { appCalls, appChanges } from './app';
import type { HandlerContext } from './context';
import { keyCalls } from './keys';
import { runOutput } from './output';
import { recordCalls } from './records';
import { runCalls, runEvents } from './runs';
import { workspaceCalls } from './workspace';

export const allHandlers = (context: HandlerContext): Handlers => ({
  calls: {
    ...appCalls(context),
    ...workspaceCalls(context),
    ...runCalls(context),
    ...keyCalls(context),
    ...recordCalls(context),
  },
  streams: {
    'run.events': runEvents(context),
    'run.output': runOutput(context),
    'app.changes': appChanges(context),
  },
});
