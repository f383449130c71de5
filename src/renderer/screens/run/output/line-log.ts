/** The lines of one attempt as they arrive. Grown in place: 300,000 lines are not copied for every batch. */
export interface LineLog {
  readonly lines: readonly string[];
  /** Lines core has stored so far; may be more than have arrived. */
  readonly total: number;
  readonly ended: boolean;
  /** Changes whenever anything changed. */
  readonly version: number;
}

export interface OutputBatch {
  readonly from_line: number;
  readonly lines: readonly string[];
  readonly total_lines: number;
  readonly ended: boolean;
}

export const emptyLog = (): LineLog => ({ lines: [], total: 0, ended: false, version: 0 });

/** Takes a batch. Lines that were there already (a stream opened anew) are not repeated. */
export function takeBatch(log: LineLog, batch: OutputBatch): LineLog {
  const lines = log.lines as string[];
  for (let i = Math.max(0, lines.length - batch.from_line); i < batch.lines.length; i += 1) {
    lines.push(batch.lines[i] as string);
  }
  return {
    lines,
    total: Math.max(batch.total_lines, lines.length),
    ended: batch.ended,
    version: log.version + 1,
  };
}
