import { act, renderHook, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { SERVED } from "../../test-support/bundle";
import { Problem } from "../results/problem";
import { fetchBundle } from "./api";
import { useServer } from "./useServer";

vi.mock("./api", () => ({ fetchBundle: vi.fn() }));

beforeEach(() => {
  vi.mocked(fetchBundle).mockReset().mockResolvedValue(SERVED);
});

test("an open server is ready without a token", async () => {
  const { result } = renderHook(useServer);
  expect(result.current.state).toEqual({ kind: "connecting" });
  await waitFor(() => expect(result.current.state).toEqual({ kind: "ready", served: SERVED }));
  expect(vi.mocked(fetchBundle).mock.calls).toEqual([[""]]);
});

test("a locked server is asked again with the token, without the blanks around it", async () => {
  vi.mocked(fetchBundle).mockRejectedValueOnce(new Problem("unauthorized", "send the token"));
  const { result } = renderHook(useServer);
  await waitFor(() => expect(result.current.state.kind).toBe("locked"));
  act(() => result.current.unlock("  s3cret\n"));
  await waitFor(() => expect(result.current.state.kind).toBe("ready"));
  expect(fetchBundle).toHaveBeenLastCalledWith("s3cret");
  expect(result.current.token).toBe("s3cret");
});

test("any other error means that the server is down, and is told", async () => {
  vi.mocked(fetchBundle).mockRejectedValueOnce(new Problem("unreachable", "The server does not answer."));
  const { result } = renderHook(useServer);
  await waitFor(() => expect(result.current.state).toEqual({ kind: "down", message: "The server does not answer." }));
});

test("a late answer to an earlier token changes nothing", async () => {
  let refuse: (error: Problem) => void = () => undefined;
  vi.mocked(fetchBundle).mockImplementationOnce(() => new Promise((_, reject) => (refuse = reject)));
  const { result } = renderHook(useServer);
  act(() => result.current.unlock("s3cret"));
  await waitFor(() => expect(result.current.state.kind).toBe("ready"));
  await act(async () => refuse(new Problem("unauthorized", "send the token")));
  expect(result.current.state.kind).toBe("ready");
});
