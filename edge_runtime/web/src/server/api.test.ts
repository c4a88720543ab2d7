// @vitest-environment node
import { expect, test, vi } from "vitest";
import { SERVED } from "../../test-support/bundle";
import { explanation } from "../../test-support/explanation";
import { Problem } from "../results/problem";
import { explain, fetchBundle, fetchBundleFile } from "./api";

const FILE = new File(["x"], "x.png");
const BUSY = { code: "overloaded", detail: "busy" };

type Answer = [status: number, body: unknown, headers?: Record<string, string>];

/** A server that gives these answers in turn, the last one again and again. */
function serverOf(...answers: Answer[]) {
  const fetched = vi.fn(async (_path: string, _request: RequestInit) => {
    const [status, body, headers] = (answers.length > 1 ? answers.shift() : answers[0]) as Answer;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return new Response(text, { status, headers: headers ?? {} });
  });
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

const send = (token = "", signal = new AbortController().signal) => explain(FILE, token, signal);

async function problemOf(asking: Promise<unknown>): Promise<Problem> {
  const error: unknown = await asking.then(() => null, (reason: unknown) => reason);
  expect(error).toBeInstanceOf(Problem);
  return error as Problem;
}

test("the picture is sent as a form with its name", async () => {
  const fetched = serverOf([200, explanation("REAL")]);
  expect((await send()).result.verdict).toBe("REAL");
  const [path, request] = fetched.mock.calls[0]!;
  expect([path, request.method, request.headers]).toEqual(["./v1/explain", "POST", {}]);
  const sent = (request.body as FormData).get("file") as File;
  expect([sent.name, await sent.text()]).toEqual(["x.png", "x"]);
});

test("the token goes along, and bundle and contract come back", async () => {
  const { bundle, contract } = SERVED;
  const fetched = serverOf([200, { ...bundle, contract, more: 1 }]);
  expect(await fetchBundle("s3cret")).toEqual({ bundle, contract });
  expect(fetched.mock.calls[0]?.[1].headers).toEqual({ Authorization: "Bearer s3cret" });
});

test("the token goes along with pictures and files, too", async () => {
  const fetched = serverOf([200, explanation("REAL")]);
  await send("s3cret");
  await fetchBundleFile("model.tflite", "s3cret");
  for (const [, request] of fetched.mock.calls) {
    expect(request.headers).toEqual({ Authorization: "Bearer s3cret" });
  }
});

test("a wrong token is a problem of its own", async () => {
  serverOf([401, { code: "unauthorized", detail: "send the token" }]);
  expect(await problemOf(fetchBundle("wrong"))).toMatchObject({ code: "unauthorized", message: "send the token" });
});

test("a busy server is asked again after the time it names", async () => {
  vi.useFakeTimers();
  const fetched = serverOf([503, BUSY, { "Retry-After": "2" }], [200, explanation("REAL")]);
  const answer = send();
  await vi.advanceTimersByTimeAsync(1900);
  expect(fetched).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(200);
  expect((await answer).result.verdict).toBe("REAL");
});

test("a server that stays busy is given up", async () => {
  vi.useFakeTimers();
  const fetched = serverOf([503, BUSY, { "Retry-After": "1" }]);
  const problem = problemOf(send());
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await problem).toMatchObject({ code: "overloaded", retryAfter: 1 });
  expect(fetched).toHaveBeenCalledTimes(20);
});

test("an error without a time to wait is not asked again", async () => {
  const fetched = serverOf([503, BUSY, { "Retry-After": "soon" }]);
  expect(await problemOf(send())).toMatchObject({ code: "overloaded", retryAfter: null });
  expect(fetched).toHaveBeenCalledTimes(1);
});

test("waiting ends when the pictures are removed", async () => {
  serverOf([503, BUSY, { "Retry-After": "60" }]);
  const aborter = new AbortController();
  const answer = send("", aborter.signal);
  setTimeout(() => aborter.abort(), 10);
  await expect(answer).rejects.toMatchObject({ name: "AbortError" });
});

test("a request that is aborted is no problem of the server", async () => {
  const aborter = new AbortController();
  vi.stubGlobal("fetch", async (_path: string, { signal }: RequestInit) => {
    aborter.abort();
    signal?.throwIfAborted();
  });
  await expect(send("", aborter.signal)).rejects.toMatchObject({ name: "AbortError" });
});

test("a picture that cannot be judged is a problem with its result", async () => {
  const { result } = explanation("REAL");
  serverOf([422, { code: "undecodable", detail: "damaged", result }]);
  expect(await problemOf(send())).toMatchObject({ code: "undecodable", message: "damaged", result });
});

test("an error answer that is no JSON still says its status", async () => {
  serverOf([502, "<html>Bad gateway</html>"]);
  expect(await problemOf(send())).toMatchObject({ code: "internal", message: "The server answered 502.", result: null });
});

test("no answer at all is a problem too", async () => {
  vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("refused")));
  for (const asking of [fetchBundle(""), fetchBundleFile("model.tflite", ""), send()]) {
    expect(await problemOf(asking)).toMatchObject({ code: "unreachable", message: "The server does not answer." });
  }
});

test("a file of the bundle comes as its bytes", async () => {
  const fetched = serverOf([200, "abc"]);
  expect([...(await fetchBundleFile("model.tflite", ""))]).toEqual([97, 98, 99]);
  expect(fetched.mock.calls[0]?.[0]).toBe("./v1/bundle/model.tflite");
});

test("a file that the server does not provide is named", async () => {
  serverOf([404, {}]);
  expect((await problemOf(fetchBundleFile("model.tflite", ""))).message).toContain("model.tflite");
});
