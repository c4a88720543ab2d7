import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible } from "../../test-support/accessibility";
import { TokenForm } from "./TokenForm";

function show(refused = false) {
  const onToken = vi.fn();
  const { container } = render(<TokenForm refused={refused} onToken={onToken} />);
  return { onToken, container, input: screen.getByLabelText<HTMLInputElement>("Access token of this server") };
}

test("hands the token on, and does not send the form", () => {
  const { onToken, container, input } = show();
  fireEvent.change(input, { target: { value: "s3cret" } });
  expect(fireEvent.submit(container.querySelector("form") as HTMLFormElement)).toBe(false);
  expect(onToken).toHaveBeenCalledWith("s3cret");
});

test("an empty token is not handed on", () => {
  const { onToken } = show();
  fireEvent.click(screen.getByRole("button", { name: "Use this token" }));
  expect(onToken).not.toHaveBeenCalled();
});

test("the token is hidden, and no browser keeps it", () => {
  const { input } = show();
  expect([input.type, input.autocomplete]).toEqual(["password", "off"]);
});

test("a refused token is announced", () => {
  show(true);
  expect(screen.getByRole("alert").textContent).toBe("The server does not accept this token.");
});

test("before any attempt there is no alert", () => {
  show();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("is accessible", async () => {
  await expectAccessible(show(true).container);
});
