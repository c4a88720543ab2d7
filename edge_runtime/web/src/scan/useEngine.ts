import { useCallback, useRef, useState } from "react";
import type { Explanation } from "../results/explanation";
import { messageOf, Problem } from "../results/problem";
import { explain, fetchBundleFile, type ServedBundle } from "../server/api";
import type { BrowserScanner } from "./browserScanner";

export const ENGINES = ["server", "browser"] as const;
export type EngineName = (typeof ENGINES)[number];

export type Scan = (file: File, signal: AbortSignal) => Promise<Explanation>;

export interface SelectedEngine {
  name: EngineName;
  /** Whether the browser's engine is loading, ready or failed, for people; empty before it is selected. */
  status: string;
  select: (name: EngineName) => void;
  scan: Scan;
}

/** Scans on the server or in this browser; a picture that is to stay in the browser is never sent. */
export function useEngine(served: ServedBundle, token: string): SelectedEngine {
  const [name, setName] = useState<EngineName>("server");
  const [status, setStatus] = useState("");
  const opening = useRef<Promise<BrowserScanner>>(null);
  const last = useRef<Promise<unknown>>(Promise.resolve());

  const select = useCallback(
    (name: EngineName) => {
      setName(name);
      if (name === "server") return;
      setStatus("Loading the networks…");
      opening.current ??= openScanner(served, token);
      opening.current.then(
        () => setStatus("The engine in this browser is ready (LiteRT.js, WebAssembly)."),
        (error: unknown) => setStatus(cannotJudge(error)),
      );
    },
    [served, token],
  );

  const scan = useCallback<Scan>(
    (file, signal) => {
      if (name === "server") return explain(file, token, signal);
      // One after another: there is one engine.
      const scanning = last.current.then(() => scanInBrowser(opening.current, file, signal));
      last.current = scanning.catch(() => undefined);
      return scanning;
    },
    [name, token],
  );
  return { name, status, select, scan };
}

async function scanInBrowser(
  opening: Promise<BrowserScanner> | null,
  file: File,
  signal: AbortSignal,
): Promise<Explanation> {
  const scanner = await opening?.catch((error: unknown) => {
    throw new Problem("engine", cannotJudge(error));
  });
  signal.throwIfAborted();
  if (scanner === undefined) throw new Problem("engine", "No engine was opened in this browser.");
  return scanner.scan(file);
}

async function openScanner({ contract, bundle }: ServedBundle, token: string): Promise<BrowserScanner> {
  const { BrowserScanner } = await import("./browserScanner");
  return BrowserScanner.open(contract, bundle, (file) => fetchBundleFile(file, token));
}

function cannotJudge(error: unknown): string {
  return `This browser cannot judge pictures: ${messageOf(error)}`;
}
