import { expect, test } from "vitest";
import { Problem } from "../server/api";
import { EMPTY, type Gallery, type Picture, step, summary } from "./pictureList";
import { explanation } from "../../test-support/explanation";

const picture = (id: number): Picture => ({
  id,
  file: new File(["x"], `${id}.png`),
  url: `blob:${id}`,
  state: { kind: "waiting" },
});

function gallery(count: number): Gallery {
  const pictures = Array.from({ length: count }, (_, index) => picture(index + 1));
  return step(EMPTY, { kind: "added", pictures });
}

test("the first picture that was added is shown, and stays so", () => {
  expect(gallery(2).chosen).toBe(1);
  expect(step(gallery(2), { kind: "added", pictures: [picture(3)] }).chosen).toBe(1);
  expect(step(gallery(2), { kind: "chosen", id: 2 }).chosen).toBe(2);
  expect(step(gallery(2), { kind: "cleared" })).toEqual(EMPTY);
});

test("the summary counts outcomes, most serious first", () => {
  let now = gallery(4);
  expect(summary(now.pictures)).toBe("0 of 4 pictures judged");
  now = step(now, { kind: "settled", id: 2, state: { kind: "judged", explanation: explanation("REAL") } });
  now = step(now, { kind: "settled", id: 3, state: { kind: "judged", explanation: explanation("FAKE") } });
  const problem = new Problem("undecodable", "damaged");
  now = step(now, { kind: "settled", id: 4, state: { kind: "failed", problem } });
  expect(summary(now.pictures)).toBe("3 of 4 pictures judged: 1 FAKE, 1 REAL, 1 FAILED");
  expect(summary([])).toBe("");
});

test("an answer for a picture that was removed changes nothing", () => {
  const state = { kind: "judged", explanation: explanation("REAL") } as const;
  expect(step(EMPTY, { kind: "settled", id: 1, state })).toEqual(EMPTY);
});
