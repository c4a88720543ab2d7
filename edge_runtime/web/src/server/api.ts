import type { Explanation } from "../results/explanation";
import { Problem } from "../results/problem";
import type { Bundle } from "../results/result.types";
import type { Contract } from "../scan/contract";

/** The bundle that the server scans with; the thresholds are in its contract. */
export interface ServedBundle {
  bundle: Bundle;
  contract: Contract;
}

/** How often a busy server is asked for one picture. */
const ATTEMPTS = 20;

/** @throws {Problem} `unauthorized` if the server wants another token. */
export async function fetchBundle(token: string): Promise<ServedBundle> {
  const { id, sha256, contract } = await request("./v1/bundle", { headers: headersOf(token) });
  return { bundle: { id, sha256 }, contract };
}

/**
 * A file of the bundle, as the contract lists it.
 *
 * @throws {Problem} `unreachable` if there is no answer or an error answer.
 */
export async function fetchBundleFile(name: string, token: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await send(`./v1/bundle/${name}`, { headers: headersOf(token) });
  if (!answer.ok) throw new Problem("unreachable", `The server does not provide ${name}.`);
  return new Uint8Array(await answer.arrayBuffer());
}

/**
 * Has the server scan a picture; waits and asks again while it is busy.
 *
 * @throws {Problem} If the picture cannot be judged.
 */
export async function explain(file: File, token: string, signal: AbortSignal): Promise<Explanation> {
  for (let attempt = 1; ; attempt++) {
    const body = new FormData();
    body.append("file", file, file.name);
    try {
      return await request("./v1/explain", { method: "POST", body, headers: headersOf(token), signal });
    } catch (error) {
      const seconds = error instanceof Problem ? error.retryAfter : null;
      if (seconds === null || attempt === ATTEMPTS) throw error;
      await pause(seconds * 1000, signal);
    }
  }
}

function headersOf(token: string): Record<string, string> {
  return token === "" ? {} : { Authorization: `Bearer ${token}` };
}

// The server describes its answers in /openapi.json and tests them against it.
async function request(path: string, options: RequestInit): Promise<any> {
  const answer = await send(path, options);
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

async function send(path: string, options: RequestInit): Promise<Response> {
  return fetch(path, options).catch((error: unknown) => {
    if (options.signal?.aborted) throw error;
    throw new Problem("unreachable", "The server does not answer.");
  });
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
