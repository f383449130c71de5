/** A time limit per stage that stands still while a person is asked. */
export interface StageTimer {
  /** Starts the limit anew, for the next stage or after a pause. */
  restart(): void;
  stop(): void;
}

export function stageTimer(limitMs: number, onTimeout: () => void): StageTimer {
  let timer: NodeJS.Timeout | null = null;
  const stop = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  return {
    stop,
    restart: () => {
      stop();
      timer = setTimeout(onTimeout, limitMs);
    },
  };
}
