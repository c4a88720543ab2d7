import type { Timings } from "../results/result.types";

/** Wall time of the steps of one scan, in milliseconds; the total starts when it is made. */
export class Stopwatch {
  private readonly start = performance.now();
  private readonly spent = { decode: 0, detect: 0, crop: 0, infer: 0 };

  /** Does the work and counts its time towards the step. */
  async time<T>(step: keyof Stopwatch["spent"], work: () => T | Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.spent[step] += performance.now() - start;
    }
  }

  /** So far; the total includes the time between the steps. */
  timings(): Timings {
    return { ...this.spent, total: performance.now() - this.start };
  }
}
