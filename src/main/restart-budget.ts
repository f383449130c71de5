/** Allows `limit` restarts within any `windowMs`; the instants come from a clock that never jumps. */
export class RestartBudget {
  private recent: number[] = [];

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
  ) {}

  /** Takes one restart at `nowMs`, or says that the budget is spent. */
  take(nowMs: number): boolean {
    this.recent = this.recent.filter((instant) => nowMs - instant < this.windowMs);
    if (this.recent.length >= this.limit) return false;
    this.recent.push(nowMs);
    return true;
  }
}
