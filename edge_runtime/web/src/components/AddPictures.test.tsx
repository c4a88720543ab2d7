import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { expectAccessible } from "../../test-support/accessibility";
import { fakeCamera, fakeDialogs, withoutCamera } from "../../test-support/browser";
import { AddPictures } from "./AddPictures";

const FILES = [new File(["x"], "x.png"), new File(["y"], "y.heic")];

function show() {
  const onFiles = vi.fn();
  const { container } = render(<AddPictures onFiles={onFiles} />);
  return { onFiles, container, input: screen.getByLabelText<HTMLInputElement>("choose files") };
}

afterEach(withoutCamera);

test("several files can be chosen, HEIC among them", () => {
  const { onFiles, input } = show();
  expect(input.multiple).toBe(true);
  expect(input.accept.split(",")).toEqual(["image/*", ".heic", ".heif", ".avif"]);
  fireEvent.change(input, { target: { files: FILES } });
  expect(onFiles).toHaveBeenCalledWith(FILES);
});

test("the input is emptied, so that the same file can be chosen again", () => {
  const { input } = show();
  const emptied = vi.spyOn(input, "value", "set");
  fireEvent.change(input, { target: { files: FILES } });
  expect(emptied).toHaveBeenLastCalledWith("");
});

test("dropped files are added, and the area is marked while they hover", () => {
  const { onFiles } = show();
  const area = screen.getByRole("region", { name: "Add pictures" });
  fireEvent.dragOver(area);
  expect(area.classList.contains("hovering")).toBe(true);
  fireEvent.drop(area, { dataTransfer: { files: FILES } });
  expect(onFiles).toHaveBeenCalledWith(FILES);
  expect(area.classList.contains("hovering")).toBe(false);
});

test("without a camera there is no button for it", () => {
  show();
  expect(screen.queryByRole("button")).toBeNull();
});

test("the camera opens in a dialog, which can be closed", () => {
  fakeDialogs();
  fakeCamera(() => new Promise(() => undefined));
  show();
  fireEvent.click(screen.getByRole("button", { name: "use the camera" }));
  screen.getByRole("dialog", { name: "Camera" });
  fireEvent.click(screen.getByRole("button", { name: "Close" }));
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("is accessible", async () => {
  fakeCamera(() => new Promise(() => undefined));
  await expectAccessible(show().container);
});
