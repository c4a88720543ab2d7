import { useCallback, useRef, useState } from "react";
import { type Explanation, explain, fetchBundleFile, Problem, type Rules } from "../server/api";
import type { DeviceScanner } from "./browserScanner";

export const PLACES = ["server", "browser"] as const;
export type Place = (typeof PLACES)[number];

export const WORDS: Record<Place, string> = {
  server: "on the server",
  browser: "in this browser: no picture is sent",
};

export type Judge = (file: File, signal: AbortSignal) => Promise<Explanation>;

export interface Places {
  chosen: Place;
  /** What the choice came to, for people. */
  told: string;
  choose: (place: Place) => void;
  judge: Judge;
}

/** Where pictures are judged; one that is to stay in the browser is never sent instead. */
export function usePlace(rules: Rules, token: string): Places {
  const [chosen, setChosen] = useState<Place>("server");
  const [told, setTold] = useState("");
  const opening = useRef<Promise<DeviceScanner>>(null);
  const last = useRef<Promise<unknown>>(Promise.resolve());

  const choose = useCallback(
    (place: Place) => {
      setChosen(place);
      if (place === "server") return;
      setTold("Loading the networks…");
      opening.current ??= open(rules, token);
      opening.current.then(
        () => setTold("LiteRT.js (WebAssembly) is ready."),
        (error: unknown) => setTold(`This browser cannot: ${messageOf(error)}`),
      );
    },
    [rules, token],
  );

  const judge = useCallback<Judge>(
    (file, signal) => {
      if (chosen === "server") return explain(file, token, signal);
      // One after another: there is one engine.
      const judging = last.current.then(() => judgeHere(opening.current, file, signal));
      last.current = judging.catch(() => undefined);
      return judging;
    },
    [chosen, token],
  );
  return { chosen, told, choose, judge };
}

async function judgeHere(
  opening: Promise<DeviceScanner> | null,
  file: File,
  signal: AbortSignal,
): Promise<Explanation> {
  const scanner = await opening?.catch((error: unknown) => {
    throw new Problem("engine", `This browser cannot: ${messageOf(error)}`);
  });
  signal.throwIfAborted();
  if (scanner === undefined) throw new Problem("engine", "No engine was opened in this browser.");
  return scanner.scan(file);
}

async function open(rules: Rules, token: string): Promise<DeviceScanner> {
  const { DeviceScanner } = await import("./browserScanner");
  const read = (file: string) => fetchBundleFile(file, token);
  return DeviceScanner.open(rules.contract, rules.bundle, read);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
