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
    ["face 1", "FAKE", "0.900", "0.25", "100\u00a0px"],
    ["face 2", "UNSURE", "0.500", "1.00", "31\u00a0px"],
  ]);
});

test("a whole picture is called so", () => {
  const regions = explanation("REAL").result.regions.map((region) => ({ ...region, kind: "image" as const }));
  render(<Regions regions={regions} />);
  screen.getByRole("rowheader", { name: "picture" });
});

test("is accessible", async () => {
  const { container } = render(<Regions regions={explanation("REAL").result.regions} />);
  await expectAccessible(container);
});
