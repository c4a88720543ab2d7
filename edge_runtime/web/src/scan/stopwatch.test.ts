// @vitest-environment node
import { expect, test, vi } from "vitest";
import { Stopwatch } from "./stopwatch";

test("times of a step are summed, and the total includes the time between the steps", async () => {
  // Every look at the clock moves it on by one millisecond.
  let clock = 0;
  vi.spyOn(performance, "now").mockImplementation(() => ++clock);
  const watch = new Stopwatch();
  expect(await watch.time("crop", () => "made")).toBe("made");
  await watch.time("crop", async () => performance.now());
  expect(watch.timings()).toEqual({ decode: 0, detect: 0, crop: 1 + 2, infer: 0, total: 6 });
});

test("a step that fails is counted, and fails", async () => {
  const watch = new Stopwatch();
  await expect(watch.time("infer", () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
});
