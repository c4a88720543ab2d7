import type { Contract } from "../scan/contract";
import type { Box, Bundle, ScanResult } from "../results/result.types";

/** Evidence of one region: rows spread evenly over a square of the upright picture, in its pixels. */
export interface Evidence {
  square: Box;
  /** Positive speaks for fake, negative for real. */
  values: number[][];
}

/** Answer of `POST /v1/explain`; the maps are aligned with the result's regions. */
export interface Explanation {
  result: ScanResult;
  evidence: Evidence[];
}

/** The bundle that judges; the abstain band is between the two limits. */
export interface Rules {
  bundle: Bundle;
  contract: Contract;
  realAt: number;
  fakeAt: number;
}

/** An error answer of the server (RFC 9457), or a request that got none. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** The failed scan, where there was one. */
    readonly result: ScanResult | null = null,
    /** Seconds after which the server wants to be asked again. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }
}

const TRIES = 20;

/** @throws {Problem} `unauthorized` if the server wants another token. */
export async function fetchRules(token: string): Promise<Rules> {
  const { id, sha256, contract } = await ask("./v1/bundle", { headers: headersOf(token) });
  const { real_at: realAt, fake_at: fakeAt } = contract.decision;
  return { bundle: { id, sha256 }, contract, realAt, fakeAt };
}

/** A file of the bundle, as the contract lists it. */
export async function fetchBundleFile(name: string, token: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(`./v1/bundle/${name}`, { headers: headersOf(token) });
  if (!answer.ok) throw new Problem("unreachable", `The server does not give ${name}.`);
  return new Uint8Array(await answer.arrayBuffer());
}

/**
 * Has the server judge a picture; waits and asks again while it is busy.
 *
 * @throws {Problem} If it cannot be judged.
 */
export async function explain(file: File, token: string, signal: AbortSignal): Promise<Explanation> {
  for (let attempt = 1; ; attempt++) {
    const body = new FormData();
    body.append("file", file, file.name);
    try {
      return await ask("./v1/explain", { method: "POST", body, headers: headersOf(token), signal });
    } catch (error) {
      const seconds = error instanceof Problem ? error.retryAfter : null;
      if (seconds === null || attempt === TRIES) throw error;
      await pause(seconds * 1000, signal);
    }
  }
}

function headersOf(token: string): Record<string, string> {
  return token === "" ? {} : { Authorization: `Bearer ${token}` };
}

// The server describes its answers in /openapi.json and tests them against it.
async function ask(path: string, request: RequestInit): Promise<any> {
  const answer = await fetch(path, request).catch((error: unknown) => {
    if (request.signal?.aborted) throw error;
    throw new Problem("unreachable", "The server does not answer.");
  });
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return body;
  const retryAfter = Number.parseInt(answer.headers.get("Retry-After") ?? "", 10);
  throw new Problem(
    body.code ?? "internal",
    body.detail ?? `The server answered ${answer.status}.`,
    body.result ?? null,
    Number.isNaN(retryAfter) ? null : retryAfter,
  );
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", stop, { once: true });
  });
}
