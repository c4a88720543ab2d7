// @vitest-environment node
import { expect, test } from "vitest";
import { messageOf, Problem } from "./problem";

test("a problem is an error with a code", () => {
  const problem = new Problem("too_small", "9 pixels");
  expect(problem).toBeInstanceOf(Error);
  expect([problem.code, problem.message, problem.result, problem.retryAfter]).toEqual(["too_small", "9 pixels", null, null]);
});

test("whatever is thrown has a message", () => {
  expect([new Error("broken"), "broken", 7].map(messageOf)).toEqual(["broken", "broken", "7"]);
});
