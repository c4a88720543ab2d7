/** Runs tasks in their order, a few at a time. */
export class TaskQueue {
  private readonly waiting: (() => Promise<void>)[] = [];
  private running = 0;

  constructor(private readonly concurrency: number) {}

  /** A task must not reject. */
  add(task: () => Promise<void>): void {
    this.waiting.push(task);
    this.startNext();
  }

  /** Forgets the tasks that have not started. */
  clear(): void {
    this.waiting.length = 0;
  }

  private startNext(): void {
    if (this.running === this.concurrency) return;
    const task = this.waiting.shift();
    if (task === undefined) return;
    this.running++;
    void task().finally(() => {
      this.running--;
      this.startNext();
    });
  }
}
