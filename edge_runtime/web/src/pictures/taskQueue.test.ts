// @vitest-environment node
import { expect, test } from "vitest";
import { TaskQueue } from "./taskQueue";

/** A queue with this many tasks, each of which ends when it is told to. */
function queueOf(concurrency: number, count: number) {
  const queue = new TaskQueue(concurrency);
  const started: number[] = [];
  const end: (() => Promise<void>)[] = [];
  for (let task = 0; task < count; task++) {
    queue.add(() => new Promise((resolve) => {
      started.push(task);
      end[task] = async () => {
        resolve();
        await new Promise((settled) => setTimeout(settled));
      };
    }));
  }
  return { queue, started, end };
}

test("tasks start in their order, no more at a time than allowed", async () => {
  const { started, end } = queueOf(2, 4);
  expect(started).toEqual([0, 1]);
  await end[1]?.();
  expect(started).toEqual([0, 1, 2]);
  await end[0]?.();
  expect(started).toEqual([0, 1, 2, 3]);
});

test("a cleared queue starts nothing more", async () => {
  const { queue, started, end } = queueOf(2, 4);
  queue.clear();
  await end[0]?.();
  await end[1]?.();
  expect(started).toEqual([0, 1]);
});

test("a cleared queue takes new tasks, while those that run keep their places", async () => {
  const { queue, started, end } = queueOf(1, 2);
  queue.clear();
  queue.add(async () => void started.push(9));
  expect(started).toEqual([0]);
  await end[0]?.();
  expect(started).toEqual([0, 9]);
});
