import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Outcome } from "../pictures/pictureList";
import { Badge } from "./Badge";

const OUTCOMES: Outcome[] = ["FAKE", "UNSURE", "REAL", "FAILED", "WAITING"];

test("every outcome has a word, a colour and a shape of its own", () => {
  const badges = OUTCOMES.map((outcome) => {
    render(<Badge outcome={outcome} />);
    return screen.getByText(outcome);
  });
  const shapes = badges.map((badge) => badge.querySelector("[aria-hidden=true]")?.textContent);
  expect(new Set(shapes).size).toBe(OUTCOMES.length);
  expect(badges.map((badge) => badge.className)).toEqual(OUTCOMES.map((outcome) => `badge ${outcome.toLowerCase()}`));
});
