// @vitest-environment node
import { expect, test } from "vitest";
import { draw } from "../../../test-support/golden";
import { inOverview, inPicture, overviewOf } from "./overview";

const noise = (width: number, height: number) => draw({ formula: "noise", width, height, seed: 1 });

test("below four times the network's input the overview is the picture itself", () => {
  const picture = noise(90, 39);
  expect(overviewOf(picture, 10)).toEqual({ picture, small: picture, factor: 1 });
  expect(overviewOf(picture, 10).small).toBe(picture);
});

test("the shorter side tells the factor, and blocks at the edges count as whole ones", () => {
  const { small, factor } = overviewOf(noise(100, 65), 10);
  expect([factor, small.width, small.height]).toEqual([3, 34, 22]);
});

test("each pixel is the mean of its block", () => {
  const picture = noise(40, 40);
  const { small } = overviewOf(picture, 10);
  const block = [0, 1, 40, 41].map((pixel) => picture.data[pixel * 3] as number);
  expect(small.data[0]).toBe(Math.floor(block.reduce((sum, value) => sum + value) / 4 + 0.5));
});

test("a box has the factor's multiple of its coordinates in the picture", () => {
  const [small, large] = [{ left: 1, top: -2, right: 3, bottom: 4 }, { left: 3, top: -6, right: 9, bottom: 12 }];
  expect(inPicture(small, 3)).toEqual(large);
  expect(inOverview(large, 3)).toEqual(small);
});
