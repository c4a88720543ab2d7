import type { ScanResult } from "./result.types";

/** Why a picture has no verdict: an error answer (RFC 9457), no answer at all, or a failed scan. */
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

/** What an error says, for people. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
