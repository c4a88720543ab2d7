import { render, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible } from "../../test-support/accessibility";
import { explanation } from "../../test-support/explanation";
import { Regions } from "./Regions";

const cells = (row: HTMLElement) => [...row.children].map((cell) => cell.textContent);

test("every region has a row of its own, in the result's order", () => {
  const box = { left: 0, top: 0, right: 30.6, bottom: 20 };
  const { regions } = explanation("FAKE", { box, verdict: "UNSURE", probability: 0.5, gate: 1 }).result;
  render(<Regions regions={regions} />);
  const [header, ...rows] = within(screen.getByRole("table", { name: "What was judged" })).getAllByRole("row");
  expect(cells(header!)).toEqual(["Region", "Verdict", "Probability", "Visual weight", "Size"]);
  expect(rows.map(cells)).toEqual([
    ["whole picture", "FAKE", "0.900", "0.25", "300\u00a0px"],
    ["face 1", "UNSURE", "0.500", "1.00", "31\u00a0px"],
  ]);
});

test("a region that is UNSURE for a reason has it under its verdict, and only that", () => {
  const { regions } = explanation("REAL", { reasons: ["no_colour", "unstable"], verdict: "UNSURE" }, {}).result;
  const { container } = render(<Regions regions={regions} />);
  const [whole, face, other] = [...container.querySelectorAll("tbody")].map((body) => [...body.rows].map(cells));
  expect([whole?.length, other?.length]).toEqual([1, 1]);
  expect(face?.[1]).toEqual(["", "black and white; a second look gave another answer"]);
});

test("is accessible", async () => {
  const { container } = render(<Regions regions={explanation("REAL", { reasons: ["too_small"] }).result.regions} />);
  await expectAccessible(container);
});
