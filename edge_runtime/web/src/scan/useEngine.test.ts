import { act, renderHook, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { SERVED } from "../../test-support/bundle";
import { explanation } from "../../test-support/explanation";
import { explain, fetchBundleFile } from "../server/api";
import { BrowserScanner } from "./browserScanner";
import { useEngine } from "./useEngine";

vi.mock("./browserScanner", () => ({ BrowserScanner: { open: vi.fn() } }));
vi.mock("../server/api", () => ({ explain: vi.fn(), fetchBundleFile: vi.fn() }));

const FILE = new File(["x"], "x.png");
const FROM_SERVER = explanation("REAL");
const FROM_BROWSER = explanation("FAKE");
const scanInBrowser = vi.fn();

const signal = () => new AbortController().signal;
const render = () => renderHook(() => useEngine(SERVED, "s3cret")).result;

beforeEach(() => {
  vi.mocked(explain).mockReset().mockResolvedValue(FROM_SERVER);
  scanInBrowser.mockReset().mockResolvedValue(FROM_BROWSER);
  vi.mocked(BrowserScanner.open).mockReset().mockResolvedValue({ scan: scanInBrowser } as unknown as BrowserScanner);
});

test("the server scans unless the browser is selected", async () => {
  const engine = render();
  expect([engine.current.name, engine.current.status]).toEqual(["server", ""]);
  const given = signal();
  expect(await engine.current.scan(FILE, given)).toBe(FROM_SERVER);
  expect(explain).toHaveBeenCalledWith(FILE, "s3cret", given);
  expect(BrowserScanner.open).not.toHaveBeenCalled();
});

test("the browser's engine is opened when it is selected, with files of this server", async () => {
  const engine = render();
  act(() => engine.current.select("browser"));
  expect(engine.current.status).toBe("Loading the networks…");
  await waitFor(() => expect(engine.current.status).toContain("is ready"));
  const [contract, bundle, read] = vi.mocked(BrowserScanner.open).mock.calls[0]!;
  expect([contract, bundle]).toEqual([SERVED.contract, SERVED.bundle]);
  await read("model.tflite");
  expect(fetchBundleFile).toHaveBeenCalledWith("model.tflite", "s3cret");
});

test("a picture that the browser scans is not sent", async () => {
  const engine = render();
  act(() => engine.current.select("browser"));
  expect(await engine.current.scan(FILE, signal())).toBe(FROM_BROWSER);
  expect(explain).not.toHaveBeenCalled();
});

test("when the engine cannot be opened, pictures fail and are still not sent", async () => {
  vi.mocked(BrowserScanner.open).mockRejectedValue(new Error("no WebAssembly"));
  const engine = render();
  act(() => engine.current.select("browser"));
  await waitFor(() => expect(engine.current.status).toBe("This browser cannot judge pictures: no WebAssembly"));
  await expect(engine.current.scan(FILE, signal())).rejects.toMatchObject({
    code: "engine",
    message: "This browser cannot judge pictures: no WebAssembly",
  });
  expect(explain).not.toHaveBeenCalled();
});

test("the engine is opened once, and pictures can go to the server again", async () => {
  const engine = render();
  for (const name of ["browser", "server", "browser"] as const) act(() => engine.current.select(name));
  expect(await engine.current.scan(FILE, signal())).toBe(FROM_BROWSER);
  expect(BrowserScanner.open).toHaveBeenCalledTimes(1);
  act(() => engine.current.select("server"));
  expect(await engine.current.scan(FILE, signal())).toBe(FROM_SERVER);
});

test("the browser scans one picture after another, also after a failure", async () => {
  const ends: { answer: (value: unknown) => void; fail: (error: Error) => void }[] = [];
  scanInBrowser.mockImplementation(() => new Promise((answer, fail) => ends.push({ answer, fail })));
  const engine = render();
  act(() => engine.current.select("browser"));
  const first = engine.current.scan(FILE, signal());
  const second = engine.current.scan(FILE, signal());
  await waitFor(() => expect(ends).toHaveLength(1));
  ends[0]?.fail(new Error("damaged"));
  await expect(first).rejects.toThrow("damaged");
  await waitFor(() => expect(ends).toHaveLength(2));
  ends[1]?.answer(FROM_BROWSER);
  expect(await second).toBe(FROM_BROWSER);
});

test("a picture that was removed while it waited is not scanned", async () => {
  const engine = render();
  act(() => engine.current.select("browser"));
  const aborter = new AbortController();
  aborter.abort();
  await expect(engine.current.scan(FILE, aborter.signal)).rejects.toMatchObject({ name: "AbortError" });
  expect(scanInBrowser).not.toHaveBeenCalled();
});
