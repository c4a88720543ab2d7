import { afterEach, expect, test, vi } from "vitest";
import { explain, fetchRules, type Problem } from "./api";
import { explanation } from "../../test-support/explanation";

const FILE = new File(["x"], "x.png");

function answers(...given: [number, unknown, Record<string, string>?][]) {
  const asked = vi.fn(async (_path: string, _request: RequestInit) => {
    const [status, body, headers] = given.shift() ?? [500, {}];
    return new Response(JSON.stringify(body), { status, headers: headers ?? {} });
  });
  vi.stubGlobal("fetch", asked);
  return asked;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("a busy server is asked again after the time it names", async () => {
  vi.useFakeTimers();
  const busy = { code: "overloaded", detail: "busy" };
  const asked = answers([503, busy, { "Retry-After": "2" }], [200, explanation("REAL")]);
  const answer = explain(FILE, "", new AbortController().signal);
  await vi.advanceTimersByTimeAsync(1900);
  expect(asked).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(200);
  expect((await answer).result.verdict).toBe("REAL");
});

test("waiting ends when the pictures are removed", async () => {
  answers([503, { code: "overloaded", detail: "busy" }, { "Retry-After": "60" }]);
  const stopper = new AbortController();
  const answer = explain(FILE, "", stopper.signal);
  setTimeout(() => stopper.abort(), 10);
  await expect(answer).rejects.toThrow();
});

test("a picture that cannot be judged is a problem with its result", async () => {
  const { result } = explanation("REAL");
  answers([422, { code: "undecodable", detail: "damaged", result }]);
  const error: Problem = await explain(FILE, "", new AbortController().signal).catch((each) => each);
  expect([error.code, error.message, error.result]).toEqual(["undecodable", "damaged", result]);
});

test("no answer at all is a problem too", async () => {
  vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("refused")));
  await expect(fetchRules("")).rejects.toMatchObject({ code: "unreachable" });
});

test("the token goes along, and the thresholds come from the contract", async () => {
  const contract = { decision: { real_at: 0.1, fake_at: 0.9 } };
  const bundle = { id: "b", sha256: "0".repeat(64) };
  const asked = answers([200, { ...bundle, contract }]);
  expect(await fetchRules("s3cret")).toEqual({ bundle, contract, realAt: 0.1, fakeAt: 0.9 });
  expect(asked.mock.calls[0]?.[1].headers).toEqual({ Authorization: "Bearer s3cret" });
});
