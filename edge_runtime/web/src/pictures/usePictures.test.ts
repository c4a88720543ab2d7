import { act, renderHook, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { explanation } from "../../test-support/explanation";
import type { Explanation } from "../results/explanation";
import { Problem } from "../results/problem";
import { outcomeOf } from "./pictureList";
import { usePictures } from "./usePictures";

interface Scanning {
  file: File;
  signal: AbortSignal;
  answer: (explanation: Explanation) => void;
  fail: (error: unknown) => void;
}

let scans: Scanning[];
const scan = (file: File, signal: AbortSignal) =>
  new Promise<Explanation>((answer, fail) => scans.push({ file, signal, answer, fail }));

const files = (count: number) => Array.from({ length: count }, (_, i) => new File(["x"], `${i}.png`));
const outcomes = (hook: { current: ReturnType<typeof usePictures> }) => hook.current.pictures.map(outcomeOf);

beforeEach(() => {
  scans = [];
  let last = 0;
  URL.createObjectURL = () => `blob:${++last}`;
  URL.revokeObjectURL = vi.fn();
});

test("added pictures wait, are scanned and get their outcome", async () => {
  const { result } = renderHook(() => usePictures(scan));
  act(() => result.current.add(files(2)));
  expect(outcomes(result)).toEqual(["WAITING", "WAITING"]);
  await act(async () => scans[1]?.answer(explanation("FAKE")));
  expect(outcomes(result)).toEqual(["WAITING", "FAKE"]);
  expect(result.current.selected).toBe(result.current.pictures[0]?.id);
});

test("four pictures are scanned at a time", async () => {
  const { result } = renderHook(() => usePictures(scan));
  act(() => result.current.add(files(6)));
  expect(scans.map(({ file }) => file.name)).toEqual(["0.png", "1.png", "2.png", "3.png"]);
  await act(async () => scans[2]?.answer(explanation("REAL")));
  await waitFor(() => expect(scans).toHaveLength(5));
});

test("a problem is kept, and any other error becomes one", async () => {
  const { result } = renderHook(() => usePictures(scan));
  act(() => result.current.add(files(2)));
  const problem = new Problem("too_small", "9 pixels");
  await act(async () => {
    scans[0]?.fail(problem);
    scans[1]?.fail(new RangeError("broken"));
  });
  const [first, second] = result.current.pictures.map(({ state }) => (state.kind === "failed" ? state.problem : null));
  expect(first).toBe(problem);
  expect(second).toMatchObject({ code: "internal", message: "RangeError: broken" });
});

test("removing all stops the scans and frees the pictures", async () => {
  const { result } = renderHook(() => usePictures(scan));
  act(() => result.current.add(files(6)));
  act(() => result.current.clear());
  expect(result.current.pictures).toEqual([]);
  expect(result.current.selected).toBeNull();
  expect(scans.every(({ signal }) => signal.aborted)).toBe(true);
  expect(vi.mocked(URL.revokeObjectURL).mock.calls.flat()).toEqual([1, 2, 3, 4, 5, 6].map((id) => `blob:${id}`));
  await act(async () => scans.forEach(({ answer }) => answer(explanation("REAL"))));
  expect(scans).toHaveLength(4);
  expect(result.current.pictures).toEqual([]);
});

test("after removing all, new pictures are scanned and keep ids of their own", async () => {
  const { result } = renderHook(() => usePictures(scan));
  act(() => result.current.add(files(1)));
  const removed = result.current.pictures[0]?.id;
  act(() => result.current.clear());
  await act(async () => scans[0]?.fail(new DOMException("aborted", "AbortError")));
  act(() => result.current.add(files(1)));
  expect(scans[1]?.signal.aborted).toBe(false);
  await act(async () => scans[1]?.answer(explanation("REAL")));
  expect(outcomes(result)).toEqual(["REAL"]);
  expect(result.current.pictures[0]?.id).not.toBe(removed);
});

test("another picture can be selected", () => {
  const { result } = renderHook(() => usePictures(scan));
  act(() => result.current.add(files(2)));
  const second = result.current.pictures[1]!.id;
  act(() => result.current.select(second));
  expect(result.current.selected).toBe(second);
});
