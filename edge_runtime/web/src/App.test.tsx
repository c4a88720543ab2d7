import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { expectAccessible } from "../test-support/accessibility";
import { fakeObjectUrls } from "../test-support/browser";
import { SERVED } from "../test-support/bundle";
import { explanation } from "../test-support/explanation";
import { fakeCanvas } from "../test-support/fakeCanvas";
import { App } from "./App";
import { NOT_PROOF } from "./results/plainWords";

const TOKEN = "s3cret";
let revoked: string[];

/** A server that wants the token, if there is one, and answers pictures like this. */
function serve(explain: (file: File) => Response, token = TOKEN) {
  const fetched = vi.fn(async (path: string, request: RequestInit) => {
    const { Authorization } = (request.headers ?? {}) as Record<string, string>;
    if (token !== "" && Authorization !== `Bearer ${token}`) {
      return Response.json({ code: "unauthorized", detail: "send the token" }, { status: 401 });
    }
    if (path === "./v1/bundle") return Response.json({ ...SERVED.bundle, contract: SERVED.contract });
    if (path !== "./v1/explain") return new Response(null, { status: 404 });
    return explain((request.body as FormData).get("file") as File);
  });
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

/** FAKE for a file of that name, REAL for any other. */
function judge(file: File): Response {
  const answer = explanation(file.name.startsWith("fake") ? "FAKE" : "REAL");
  return Response.json({ ...answer, result: { ...answer.result, source: file.name } });
}

beforeEach(() => {
  revoked = fakeObjectUrls();
  fakeCanvas();
});

async function unlock(token: string) {
  fireEvent.change(await screen.findByLabelText("Access token of this server"), { target: { value: token } });
  fireEvent.click(screen.getByRole("button", { name: "Use this token" }));
}

async function choose(...names: string[]) {
  const input = await screen.findByLabelText("choose files");
  fireEvent.change(input, { target: { files: names.map((name) => new File(["x"], name)) } });
}

const summary = (text: string) => waitFor(() => screen.getByText(text));

test("asks for the token, and says when it is wrong", async () => {
  serve(judge);
  render(<App />);
  await unlock("wrong");
  expect((await screen.findByRole("alert")).textContent).toContain("does not accept");
  await unlock(TOKEN);
  await screen.findByLabelText("choose files");
});

test("says that the server does not answer", async () => {
  vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("refused")));
  render(<App />);
  expect(screen.getByRole("status").textContent).toBe("Connecting to the server…");
  expect((await screen.findByRole("alert")).textContent).toBe("The server does not answer.");
});

test("names the bundle, and that a verdict is no proof", async () => {
  serve(judge, "");
  render(<App />);
  await screen.findByText(`Bundle ${SERVED.bundle.id}`);
  screen.getByText(NOT_PROOF);
});

test("several pictures are judged, and the chosen one is shown with its reasons", async () => {
  serve(judge, "");
  const { container } = render(<App />);
  await choose("real.png", "fake.png");
  await summary("2 of 2 pictures judged: 1 FAKE, 1 REAL");
  const list = screen.getByRole("navigation", { name: "Pictures" });
  fireEvent.click(within(list).getByRole("button", { name: /fake\.png/ }));
  const detail = screen.getByRole("article", { name: "fake.png" });
  within(detail).getByText(/is fake with a probability of 90/);
  await expectAccessible(container);
});

test("arrow keys move to the next picture", async () => {
  serve(judge, "");
  render(<App />);
  await choose("real.png", "fake.png");
  await summary("2 of 2 pictures judged: 1 FAKE, 1 REAL");
  const [first, second] = within(screen.getByRole("navigation")).getAllByRole("button") as [HTMLElement, HTMLElement];
  first.focus();
  fireEvent.keyDown(first, { key: "ArrowDown" });
  screen.getByRole("article", { name: "fake.png" });
  expect(document.activeElement).toBe(second);
});

test("a picture that is dropped on the page is judged", async () => {
  serve(judge, "");
  render(<App />);
  await screen.findByLabelText("choose files");
  fireEvent.drop(document.body, { dataTransfer: { files: [new File(["x"], "fake.png")] } });
  await summary("1 of 1 picture judged: 1 FAKE");
});

test("a picture that cannot be judged says why, and removing all revokes its URL", async () => {
  const { result } = explanation("REAL");
  const failed = { ...result, failure: { code: "too_small", message: "9 pixels" } };
  serve(() => Response.json({ code: "too_small", detail: "9 pixels", result: failed }, { status: 422 }));
  render(<App />);
  await unlock(TOKEN);
  await choose("tiny.png");
  await screen.findByText("The picture is too small to judge.");
  screen.getByText("1 of 1 picture judged: 1 FAILED");
  fireEvent.click(screen.getByRole("button", { name: "Remove all" }));
  expect(screen.queryByText("tiny.png")).toBeNull();
  expect(revoked).toEqual(["blob:1"]);
});

test("where the browser has no engine, a picture that was to stay in it is not sent", async () => {
  const fetched = serve(judge, "");
  render(<App />);
  fireEvent.click(await screen.findByLabelText("In this browser: no picture is sent"));
  await screen.findByText(/^This browser cannot judge pictures/);
  await choose("real.png");
  await summary("1 of 1 picture judged: 1 FAILED");
  expect(fetched.mock.calls.filter(([, request]) => request.method === "POST")).toEqual([]);
});
