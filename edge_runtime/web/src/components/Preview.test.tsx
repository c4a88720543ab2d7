import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { picture } from "../../test-support/pictures";
import { Preview } from "./Preview";

test("shows the file itself", () => {
  render(<Preview picture={picture(1)} alt="a cat" />);
  expect(screen.getByRole<HTMLImageElement>("img", { name: "a cat" }).src).toBe("blob:1");
});

test("a format that the browser cannot show gets a plain surface that says so", () => {
  render(<Preview picture={picture(1)} alt="a cat" />);
  fireEvent.error(screen.getByRole("img"));
  expect(screen.queryByRole("img")).toBeNull();
  screen.getByText("no preview");
});

test("where the picture is decoration, the surface is silent", () => {
  const { container } = render(<Preview picture={picture(1)} alt="" />);
  fireEvent.error(container.querySelector("img") as HTMLImageElement);
  expect(container.querySelector(".no-preview")?.textContent).toBe("");
});
