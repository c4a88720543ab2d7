// @vitest-environment node
import { expect, test } from "vitest";
import { explanation } from "../../test-support/explanation";
import { failed, picture, scanned } from "../../test-support/pictures";
import { Problem } from "../results/problem";
import { EMPTY_LIST, outcomeOf, type PictureList, reduce, resultOf, summary } from "./pictureList";

function listOf(count: number): PictureList {
  const pictures = Array.from({ length: count }, (_, index) => picture(index + 1));
  return reduce(EMPTY_LIST, { kind: "added", pictures });
}

test("the first picture that was added is selected, and stays so", () => {
  expect(listOf(2).selected).toBe(1);
  expect(reduce(listOf(2), { kind: "added", pictures: [picture(3)] }).selected).toBe(1);
  expect(reduce(listOf(2), { kind: "selected", id: 2 }).selected).toBe(2);
  expect(reduce(listOf(2), { kind: "cleared" })).toEqual(EMPTY_LIST);
});

test("pictures keep the order in which they came", () => {
  const list = reduce(listOf(2), { kind: "added", pictures: [picture(3), picture(4)] });
  expect(list.pictures.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
});

test("an answer changes its own picture only", () => {
  const state = { kind: "scanned", explanation: explanation("REAL") } as const;
  const list = reduce(listOf(3), { kind: "finished", id: 2, state });
  expect(list.pictures.map(outcomeOf)).toEqual(["WAITING", "REAL", "WAITING"]);
});

test("an answer for a picture that was removed changes nothing", () => {
  const state = { kind: "scanned", explanation: explanation("REAL") } as const;
  expect(reduce(EMPTY_LIST, { kind: "finished", id: 1, state })).toEqual(EMPTY_LIST);
});

test("a scan without a verdict counts as failed", () => {
  const answer = explanation("REAL");
  expect(outcomeOf(scanned(1, { ...answer, result: { ...answer.result, verdict: null } }))).toBe("FAILED");
});

test("a result is there once a picture is scanned, or has failed with one", () => {
  const { result } = explanation("REAL");
  expect(resultOf(picture(1))).toBeNull();
  expect(resultOf(scanned(1, explanation("REAL")))).toEqual(result);
  expect(resultOf(failed(1))).toBeNull();
  expect(resultOf(failed(1, new Problem("too_small", "9 pixels", result)))).toEqual(result);
});

test("the summary counts outcomes, most serious first", () => {
  expect(summary([])).toBe("");
  expect(summary(listOf(4).pictures)).toBe("0 of 4 pictures judged");
  const mixed = [picture(1), scanned(2, explanation("REAL")), scanned(3, explanation("FAKE")), failed(4)];
  expect(summary(mixed)).toBe("3 of 4 pictures judged: 1 FAKE, 1 REAL, 1 FAILED");
  expect(summary([scanned(1, explanation("UNSURE"))])).toBe("1 of 1 picture judged: 1 UNSURE");
});
