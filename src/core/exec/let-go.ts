/**
 * Reason for aborting an exec whose caller has everything it wanted: the channel is closed and the command is not
 * told to stop. Any other reason means "stop", and the command gets a TERM.
 */
export const LET_GO = Symbol('let go');

export const isLetGo = (signal: AbortSignal): boolean => signal.aborted && signal.reason === LET_GO;
