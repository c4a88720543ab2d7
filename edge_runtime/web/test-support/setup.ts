// Runs before each test file: every test starts with an empty page and the real globals.
import { afterEach, vi } from "vitest";

if (typeof document !== "undefined") {
  const { cleanup, configure } = await import("@testing-library/react");
  // On a busy machine a second is not enough; a test that passes does not wait for it.
  configure({ asyncUtilTimeout: 10_000 });
  afterEach(cleanup);
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});
