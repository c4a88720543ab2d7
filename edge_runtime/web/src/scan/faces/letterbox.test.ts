// @vitest-environment node
import { expect, test } from "vitest";
import { draw, numbersOf } from "../../../test-support/golden";
import { enlarged, fitted, fittedSize, padded } from "./letterbox";

test("a picture is shrunk to fit and never enlarged", () => {
  expect(fittedSize({ width: 1000, height: 500 }, 100)).toEqual({ width: 100, height: 50 });
  expect(fittedSize({ width: 300, height: 900 }, 100)).toEqual({ width: 33, height: 100 });
  expect(fittedSize({ width: 80, height: 60 }, 100)).toEqual({ width: 80, height: 60 });
  expect(fittedSize({ width: 9000, height: 7 }, 100)).toEqual({ width: 100, height: 1 });
});

test("half a pixel is rounded to the even number", () => {
  expect(fittedSize({ width: 200, height: 5 }, 100).height).toBe(2);
  expect(fittedSize({ width: 200, height: 7 }, 100).height).toBe(4);
});

test("a picture that fits is kept as it is, another has the size that fits", () => {
  const picture = draw({ formula: "noise", width: 40, height: 20, seed: 1 });
  expect(fitted(picture, 40)).toBe(picture);
  const { width, height } = fitted(picture, 30);
  expect([width, height]).toEqual([30, 15]);
});

test("the picture lies in the upper left corner, on black", () => {
  const { width, height, data } = padded(draw({ formula: "flat", width: 2, height: 1, color: [1, 2, 3] }), 3);
  expect([width, height]).toEqual([3, 3]);
  expect([...data]).toEqual([1, 2, 3, 1, 2, 3, 0, 0, 0, ...Array(18).fill(0)]);
});

test("a box is enlarged by the ratios of the rounded sizes", () => {
  const small = { left: 10, top: 10, right: 20, bottom: 30 };
  const box = enlarged(small, { width: 33, height: 100 }, { width: 300, height: 900 });
  expect(numbersOf(box)).toEqual([3000 / 33, 90, 6000 / 33, 270].map((each) => expect.closeTo(each, 9)));
});
