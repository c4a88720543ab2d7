import { render } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { type DrawnCanvas, fakeCanvas } from "../../test-support/fakeCanvas";
import type { Evidence } from "../results/explanation";
import { EvidenceMaps } from "./EvidenceMaps";

const square = (left: number, top: number, side: number) => ({ left, top, right: left + side, bottom: top + side });
const WHOLE: Evidence = { square: square(50, 0, 300), values: [[4]] };
const FACE: Evidence = { square: square(-5, 5, 130), values: [[-2]] };
const SMALL: Evidence = { square: square(200, 50, 40), values: [[1]] };

let drawn: DrawnCanvas[];

beforeEach(() => {
  drawn = fakeCanvas();
});

function show(...evidence: Evidence[]) {
  const { container } = render(
    <svg>
      <EvidenceMaps evidence={evidence} />
    </svg>,
  );
  return (selector: string) => [...container.querySelectorAll(selector)];
}

const placeOf = (element: Element | undefined) =>
  ["x", "y", "width", "height"].map((name) => Number(element?.getAttribute(name)));

test("evidence covers the square that it belongs to", () => {
  expect(placeOf(show(FACE)("image")[0])).toEqual([-5, 5, 130, 130]);
});

test("all maps of a picture share one scale", () => {
  show(WHOLE, FACE);
  const alphas = drawn
    .flatMap(({ calls }) => calls.filter(([name]) => name === "putImageData"))
    .map(([, image]) => (image as ImageData).data[3]);
  expect(alphas).toEqual([150, 75]);
});

test("the whole picture is paler beside faces, and not alone", () => {
  const opacities = (all: (selector: string) => Element[]) => all("image").map((image) => image.getAttribute("opacity"));
  expect(opacities(show(WHOLE, FACE, SMALL))).toEqual(["0.5", "1", "1"]);
  expect(opacities(show(WHOLE))).toEqual(["1"]);
});

test("each map is left out where a later one is painted", () => {
  const all = show(WHOLE, FACE, SMALL);
  const masks = all("mask").map((mask) =>
    [...mask.querySelectorAll("rect")].map((rect) => [rect.getAttribute("fill"), ...placeOf(rect)]),
  );
  expect(masks).toEqual([
    [
      ["#fff", 50, 0, 300, 300],
      ["#000", -5, 5, 130, 130],
      ["#000", 200, 50, 40, 40],
    ],
    [
      ["#fff", -5, 5, 130, 130],
      ["#000", 200, 50, 40, 40],
    ],
    [["#fff", 200, 50, 40, 40]],
  ]);
  expect(all("image").map((image) => image.getAttribute("mask"))).toEqual(
    all("mask").map((mask) => `url(#${mask.id})`),
  );
});
