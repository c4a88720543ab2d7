import { createEvent, fireEvent, renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { useDropAndPaste } from "./useDropAndPaste";

const FILE = new File(["x"], "x.png");

function render() {
  const add = vi.fn();
  return { add, ...renderHook(() => useDropAndPaste(add)) };
}

test("files that are dropped anywhere are added, and the browser does not open them", () => {
  const { add } = render();
  const drop = createEvent.drop(window, { dataTransfer: { files: [FILE] } });
  fireEvent(window, drop);
  expect(add).toHaveBeenCalledWith([FILE]);
  expect(drop.defaultPrevented).toBe(true);
});

test("the page tells while files hover over it", () => {
  const { result } = render();
  const over = createEvent.dragOver(window);
  fireEvent(window, over);
  expect(over.defaultPrevented).toBe(true);
  expect(result.current).toBe(true);
  fireEvent(window, Object.assign(createEvent.dragLeave(window), { relatedTarget: document.body }));
  expect(result.current).toBe(true);
  fireEvent(window, Object.assign(createEvent.dragLeave(window), { relatedTarget: null }));
  expect(result.current).toBe(false);
});

test("dropping ends the hovering", () => {
  const { result } = render();
  fireEvent.dragOver(window);
  fireEvent.drop(window, { dataTransfer: { files: [FILE] } });
  expect(result.current).toBe(false);
});

test("pasted pictures are added; pasted text is left alone", () => {
  const { add } = render();
  fireEvent.paste(window, { clipboardData: { files: [FILE] } });
  expect(add).toHaveBeenCalledWith([FILE]);
  fireEvent.paste(window, { clipboardData: { files: [] } });
  expect(add).toHaveBeenCalledTimes(1);
});

test("once the page part is gone, nothing is added", () => {
  const { add, unmount } = render();
  unmount();
  fireEvent.drop(window, { dataTransfer: { files: [FILE] } });
  fireEvent.paste(window, { clipboardData: { files: [FILE] } });
  expect(add).not.toHaveBeenCalled();
});
