import { expect, test } from "vitest";
import { Lanes } from "./taskQueue";

test("jobs run in their order, no more at a time than there are lanes", async () => {
  const lanes = new Lanes(2);
  const began: number[] = [];
  const ends: (() => void)[] = [];
  for (const job of [0, 1, 2, 3]) {
    lanes.add(() => new Promise((resolve) => {
      began.push(job);
      ends[job] = resolve;
    }));
  }
  expect(began).toEqual([0, 1]);
  ends[1]?.();
  await expect.poll(() => began).toEqual([0, 1, 2]);
  lanes.clear();
  ends[0]?.();
  ends[2]?.();
  await new Promise((resolve) => setTimeout(resolve));
  expect(began).toEqual([0, 1, 2]);
});
