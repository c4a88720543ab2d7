import type { Box, ScanResult } from "./result.types";

/** Evidence of one region: rows spread evenly over a square of the upright picture, in its pixels. */
export interface Evidence {
  square: Box;
  /** Positive speaks for fake, negative for real. */
  values: number[][];
}

/** Answer of `POST /v1/explain`; the evidence maps are aligned with the result's regions. */
export interface Explanation {
  result: ScanResult;
  evidence: Evidence[];
}
