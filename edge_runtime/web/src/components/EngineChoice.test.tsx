import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible } from "../../test-support/accessibility";
import type { EngineName } from "../scan/useEngine";
import { EngineChoice } from "./EngineChoice";

function show(name: EngineName, status = "") {
  const select = vi.fn();
  const { container } = render(<EngineChoice engine={{ name, status, select, scan: vi.fn() }} />);
  return { select, container };
}

const radio = (label: RegExp) => screen.getByRole<HTMLInputElement>("radio", { name: label });

test("the selected engine is checked, and only that", () => {
  show("browser");
  expect([radio(/server/).checked, radio(/browser/).checked]).toEqual([false, true]);
});

test("either can be selected", () => {
  const { select } = show("server");
  fireEvent.click(radio(/browser/));
  expect(select).toHaveBeenLastCalledWith("browser");
});

test("what becomes of the browser's engine is announced", () => {
  show("browser", "Loading the networks…");
  expect(screen.getByRole("status").textContent).toBe("Loading the networks…");
});

test("is accessible, as one group of radio buttons", async () => {
  const { container } = show("server");
  screen.getByRole("group", { name: "Judge pictures" });
  expect(radio(/server/).name).toBe(radio(/browser/).name);
  await expectAccessible(container);
});
