import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "./App";
import { explanation } from "../test-support/explanation";

const BUNDLE = { id: "b", contract: { decision: { real_at: 0.2, fake_at: 0.8 } } };

function serve(explain: () => Response) {
  vi.stubGlobal("fetch", async (path: string, request: RequestInit) => {
    const headers = request.headers as Record<string, string>;
    if (headers.Authorization !== "Bearer s3cret") {
      return Response.json({ code: "unauthorized", detail: "send the token" }, { status: 401 });
    }
    return path === "./v1/bundle" ? Response.json(BUNDLE) : explain();
  });
}

beforeEach(() => {
  URL.createObjectURL = () => "blob:x";
  URL.revokeObjectURL = vi.fn();
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function unlock(token: string) {
  fireEvent.change(await screen.findByLabelText("Token of this server"), { target: { value: token } });
  fireEvent.click(screen.getByText("Use it"));
}

async function add(name: string) {
  const input = await screen.findByLabelText("choose files");
  fireEvent.change(input, { target: { files: [new File(["x"], name)] } });
}

test("asks for the token, and says when it is wrong", async () => {
  serve(() => Response.json({}));
  render(<App />);
  await unlock("wrong");
  expect((await screen.findByRole("alert")).textContent).toContain("does not accept");
  await unlock("s3cret");
  await screen.findByLabelText("choose files");
});

test("a picture that cannot be judged says why, and removing all revokes its URL", async () => {
  const { result } = explanation("REAL");
  const failed = { ...result, failure: { code: "too_small", message: "9 pixels" } };
  const problem = { code: "too_small", detail: "9 pixels", result: failed };
  serve(() => Response.json(problem, { status: 422 }));
  render(<App />);
  await unlock("s3cret");
  await add("tiny.png");
  await screen.findByText("The picture is too small to judge.");
  screen.getByText("1 of 1 picture judged: 1 FAILED");
  fireEvent.click(screen.getByText("Remove all"));
  expect(screen.queryByText("tiny.png")).toBeNull();
  expect(URL.revokeObjectURL).toHaveBeenCalledWith("blob:x");
});
