// @vitest-environment node
import { expect, test } from "vitest";
import { changed, explanation } from "../../test-support/explanation";
import { pythonSource } from "../../test-support/pythonSources";
import { percent } from "./percent";
import { FAILURES, faces, nameOf, NOT_PROOF, QUALITY, REASONS, reasonsInWords, UNSURE_MEANS } from "./plainWords";

test("the words are those of the Python reports", () => {
  const source = pythonSource("plainWords");
  for (const text of [UNSURE_MEANS, NOT_PROOF]) expect(source).toContain(`"${text}"`);
  const words = [QUALITY, REASONS, FAILURES].flatMap((each) => Object.entries(each));
  for (const [code, text] of words) expect(source).toContain(`"${code}": "${text}"`);
});

test("nothing is certain", () => {
  expect([0, 0.0004, 0.44, 0.9999, 1].map(percent)).toEqual([
    "<\u00a00.1\u00a0%",
    "<\u00a00.1\u00a0%",
    "44\u00a0%",
    ">\u00a099.9\u00a0%",
    ">\u00a099.9\u00a0%",
  ]);
});

test("a share has three digits", () => {
  expect([0.001, 0.01234, 0.5, 0.87654, 0.999].map(percent)).toEqual(
    ["0.1", "1.23", "50", "87.7", "99.9"].map((number) => `${number}\u00a0%`),
  );
});

test("the whole picture comes first, and faces are counted from one", () => {
  const { regions } = explanation("REAL", {}, {}).result;
  expect(regions.map(nameOf)).toEqual(["whole picture", "face 1", "face 2"]);
  expect([1, 2].map(faces)).toEqual(["1 face", "2 faces"]);
});

test("a picture's reasons are told in words, with the number of faces that were left out", () => {
  const { result } = changed(explanation("UNSURE"), { reasons: ["no_colour", "faces_omitted"], faces_omitted: 3 });
  expect(reasonsInWords(result)).toEqual(["black and white", "3 faces more than are judged"]);
  expect(reasonsInWords({ ...result, faces_omitted: 1 })[1]).toBe("1 face more than are judged");
  expect(reasonsInWords(explanation("UNSURE").result)).toEqual([]);
});
