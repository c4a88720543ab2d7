// @vitest-environment node
import { beforeEach, expect, test, vi } from "vitest";

const HEAP = new Uint8Array(64);
const events: string[] = [];

function buffer(name: string, start: number, size: number) {
  return {
    lock: () => start,
    packedSize: () => size,
    unlock: () => events.push(`unlock ${name}`),
    delete: () => events.push(`delete ${name}`),
  };
}

const run = vi.fn(async () => [buffer("a", 0, 2), buffer("b", 8, 3)]);
const names = { size: () => 2, get: (i: number) => ["first", "second"][i] };
const wasm = {
  HEAPU8: HEAP,
  LiteRtTensorBufferLockMode: { READ: 0 },
  _malloc: () => 32,
  loadModel: vi.fn(() => ({ getSignature: () => ({ outputNames: () => names }) })),
  compileModel: vi.fn(async (_environment: unknown, _model: unknown, _options: unknown) => ({ run })),
};
const loadLiteRt = vi.fn(async (_folder: string, _options: object) => undefined);

class Tensor {
  liteRtTensorBuffer = "tensor";
  constructor(readonly data: unknown, readonly shape: number[]) {
    events.push(`tensor ${shape}`);
  }
  delete() {
    events.push("delete tensor");
  }
}

vi.mock("@litertjs/core", () => ({
  loadLiteRt,
  Tensor,
  getGlobalLiteRt: () => ({ liteRtWasm: wasm, getDefaultEnvironment: () => ({ liteRtEnvironment: "environment" }) }),
}));

const MODEL = Uint8Array.of(7, 8, 9);
const fetched = vi.fn(async (_path: string, _request: RequestInit) => new Response(null, { status: 200 }));

/** A fresh copy of the module: it remembers the runtime that it has loaded. */
async function open() {
  vi.resetModules();
  const { compile } = await import("./liteRt");
  return compile;
}

beforeEach(() => {
  events.length = 0;
  loadLiteRt.mockClear();
  vi.stubGlobal("fetch", fetched);
});

test("the runtime is loaded once, on one thread, from the page's own server", async () => {
  const compile = await open();
  await Promise.all([compile(MODEL), compile(MODEL)]);
  expect(loadLiteRt.mock.calls).toEqual([["./runtime/", { threads: false }]]);
  expect(fetched.mock.lastCall).toEqual(["./runtime/litert_wasm_internal.js", { method: "HEAD" }]);
});

test("a server without the runtime is told before anything is loaded", async () => {
  fetched.mockResolvedValueOnce(new Response(null, { status: 404 }));
  const compile = await open();
  await expect(compile(MODEL)).rejects.toThrow("does not provide");
  expect(loadLiteRt).not.toHaveBeenCalled();
});

test("the model is copied into WebAssembly's memory and compiled for it", async () => {
  const compile = await open();
  await compile(MODEL);
  expect([...HEAP.subarray(32, 35)]).toEqual([7, 8, 9]);
  expect(wasm.loadModel).toHaveBeenLastCalledWith("environment", 32, 3);
  expect(wasm.compileModel.mock.lastCall?.[2]).toMatchObject({ accelerator: "wasm", cpuOptions: { numThreads: 1 } });
});

test("outputs are copied with their names, and all memory is given back", async () => {
  HEAP.set([1, 2], 0);
  HEAP.set([3, 4, 5], 8);
  const network = await (await open())(MODEL);
  const outputs = await network.run(Uint8Array.of(1, 2, 3), [1, 1, 1, 3]);
  expect(outputs.map(({ name, bytes }) => [name, [...bytes]])).toEqual([
    ["first", [1, 2]],
    ["second", [3, 4, 5]],
  ]);
  HEAP.fill(0, 0, 16);
  expect([...(outputs[0]?.bytes ?? [])]).toEqual([1, 2]);
  expect(events).toEqual(["tensor 1,1,1,3", "unlock a", "delete a", "unlock b", "delete b", "delete tensor"]);
});

test("the input is given back also when the network fails", async () => {
  const network = await (await open())(MODEL);
  run.mockRejectedValueOnce(new Error("out of memory"));
  await expect(network.run(Uint8Array.of(1), [1, 1, 1, 1])).rejects.toThrow("out of memory");
  expect(events).toEqual(["tensor 1,1,1,1", "delete tensor"]);
});
