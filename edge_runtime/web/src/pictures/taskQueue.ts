/** Runs jobs in their order, a few at a time. */
export class Lanes {
  private readonly waiting: (() => Promise<void>)[] = [];
  private running = 0;

  constructor(private readonly width: number) {}

  /** A job must not reject. */
  add(job: () => Promise<void>): void {
    this.waiting.push(job);
    this.next();
  }

  /** Forget the jobs that have not begun. */
  clear(): void {
    this.waiting.length = 0;
  }

  private next(): void {
    if (this.running === this.width) return;
    const job = this.waiting.shift();
    if (job === undefined) return;
    this.running++;
    void job().finally(() => {
      this.running--;
      this.next();
    });
  }
}
