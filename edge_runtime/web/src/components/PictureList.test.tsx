import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible } from "../../test-support/accessibility";
import { changed, explanation } from "../../test-support/explanation";
import { failed, picture, scanned } from "../../test-support/pictures";
import { PictureList } from "./PictureList";

const PICTURES = [scanned(1, explanation("FAKE")), picture(2), failed(3)];

function show(selected: number) {
  const onSelect = vi.fn();
  const { container } = render(<PictureList pictures={PICTURES} selected={selected} onSelect={onSelect} />);
  return { onSelect, container, buttons: screen.getAllByRole("button") };
}

test("each picture has its name, outcome and, if judged, probability", () => {
  const { buttons } = show(1);
  expect(buttons.map((button) => button.textContent)).toEqual(["1.png▲ FAKE90\u00a0%", "2.png… WAITING", "3.png✕ FAILED"]);
});

test("a picture that is UNSURE for a reason has it under its verdict", () => {
  const capped = changed(explanation("UNSURE"), { reasons: ["no_colour", "unstable"] });
  render(<PictureList pictures={[scanned(1, capped)]} selected={1} onSelect={vi.fn()} />);
  const texts = [...screen.getByRole("button").children].map((each) => each.textContent);
  expect(texts.at(-1)).toBe("black and white; a second look gave another answer");
});

test("the selected picture is marked as current, and only that", () => {
  const { buttons } = show(2);
  expect(buttons.map((button) => button.getAttribute("aria-current"))).toEqual(["false", "true", "false"]);
});

test("a click selects a picture", () => {
  const { buttons, onSelect } = show(1);
  fireEvent.click(buttons[2]!);
  expect(onSelect).toHaveBeenCalledWith(3);
});

test.each([
  ["ArrowDown", 3],
  ["ArrowRight", 3],
  ["ArrowUp", 1],
  ["ArrowLeft", 1],
])("%s selects and focuses the neighbour, and does not scroll the page", (key, id) => {
  const { buttons, onSelect } = show(2);
  buttons[1]!.focus();
  const scrolls = fireEvent.keyDown(buttons[1]!, { key });
  expect(scrolls).toBe(false);
  expect(onSelect.mock.calls).toEqual([[id]]);
  expect(document.activeElement).toBe(buttons[id - 1]);
});

test.each([
  [1, "ArrowUp"],
  [3, "ArrowDown"],
  [2, "a"],
  [2, "Tab"],
])("at picture %i, %s selects nothing and is left to the browser", (selected, key) => {
  const { buttons, onSelect } = show(selected);
  expect(fireEvent.keyDown(buttons[selected - 1]!, { key })).toBe(true);
  expect(onSelect).not.toHaveBeenCalled();
});

test("is accessible, with a name for each button", async () => {
  const { container, buttons } = show(1);
  for (const button of buttons) expect((button as HTMLButtonElement).type).toBe("button");
  await expectAccessible(container);
});
