import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { explanation } from "../../test-support/explanation";
import { failed, picture, scanned } from "../../test-support/pictures";
import { save, toCsv, toJson } from "../results/exports";
import { Problem } from "../results/problem";
import { ExportButtons } from "./ExportButtons";

vi.mock("../results/exports", async (original) => ({ ...(await original<object>()), save: vi.fn() }));

const { result } = explanation("FAKE");
const FAILED = { ...result, status: "failed", verdict: null } as const;

const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });

test("without a result there is nothing to save", () => {
  render(<ExportButtons pictures={[picture(1), failed(2)]} />);
  expect([button("Save JSON").disabled, button("Save CSV").disabled]).toEqual([true, true]);
});

test("all results so far are saved, failed scans among them", () => {
  const pictures = [scanned(1, explanation("FAKE")), picture(2), failed(3, new Problem("undecodable", "damaged", FAILED))];
  render(<ExportButtons pictures={pictures} />);
  fireEvent.click(button("Save JSON"));
  expect(save).toHaveBeenLastCalledWith(toJson([result, FAILED]), "scan.json", "application/json");
  fireEvent.click(button("Save CSV"));
  expect(save).toHaveBeenLastCalledWith(toCsv([result, FAILED]), "scan.csv", "text/csv");
});
