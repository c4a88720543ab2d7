import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { ProbabilityBar } from "./ProbabilityBar";

const THRESHOLDS = { real_at: 0.25, fake_at: 0.75 };

function show(probability: number) {
  render(<ProbabilityBar probability={probability} thresholds={THRESHOLDS} />);
  return screen.getByRole("img");
}

test("says the probability and the thresholds in words", () => {
  const bar = show(0.4);
  expect(bar.getAttribute("aria-label")).toBe(
    "Probability 40\u00a0%. REAL up to 25\u00a0%, FAKE from 75\u00a0%, UNSURE between.",
  );
  // Testing Library reads a no-break space of the page as a plain one.
  for (const text of ["40 %", "REAL ≤ 25 %", "FAKE ≥ 75 %"]) screen.getByText(text);
});

test("places the mark and the thresholds as shares of the bar", () => {
  const { style } = show(0.4);
  const positions = ["--real-at", "--at", "--fake-at"].map((name) => Number(style.getPropertyValue(name)));
  expect(positions).toEqual([0.25, 0.4, 0.75]);
});

test("never says that something is certain", () => {
  expect(show(1).getAttribute("aria-label")).toContain("Probability >\u00a099.9\u00a0%.");
});
