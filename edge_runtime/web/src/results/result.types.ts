// Made by scripts/types.mjs from result.schema.json; do not edit.

export type Verdict = "REAL" | "FAKE" | "UNSURE";
export type Share = number;
export type Milliseconds = number;

/**
 * The outcome for one picture: a verdict or a failure, never both.
 */
export interface ScanResult {
  schema: "edge-runtime/scan-result/1";
  /**
   * The path as given, or <bytes>, <image>, <array>.
   */
  source: string;
  status: "scanned" | "failed";
  /**
   * The upright picture; null if it could not be decoded.
   */
  image: Image | null;
  failure: Failure | null;
  verdict: Verdict | null;
  /**
   * Probability of fake of the most suspicious region.
   */
  probability: Share | null;
  /**
   * Faces, largest first, or one whole picture.
   */
  regions: Region[];
  bundle: Bundle;
  runtime: Runtime;
  timings_ms: Timings | null;
}
export interface Image {
  /**
   * Pixels.
   */
  width: number;
  /**
   * Pixels.
   */
  height: number;
  /**
   * What decoding left out or changed.
   */
  notes: string[];
}
export interface Failure {
  code: "unreadable" | "empty" | "undecodable" | "unsupported" | "too_large" | "too_small";
  message: string;
}
export interface Region {
  kind: "face" | "image";
  box: Box;
  /**
   * Detector score; null for a whole picture.
   */
  face_score: Share | null;
  /**
   * Output of the network before calibration; positive leans to fake.
   */
  logit: number;
  probability: Share;
  verdict: Verdict;
  /**
   * Weight of the visual stream; the forensic stream has the rest.
   */
  gate: number;
  quality: ("small" | "blurred" | "dark" | "bright")[];
}
/**
 * Pixels of the upright picture; a face box may reach outside of it.
 */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}
export interface Bundle {
  id: string;
  /**
   * Of contract.json.
   */
  sha256: string;
}
export interface Runtime {
  /**
   * Interpreter package.
   */
  backend: string;
  /**
   * What is used.
   */
  accelerator: string;
  /**
   * Of the CPU.
   */
  threads: number;
  /**
   * What was asked for.
   */
  requested: string;
  /**
   * Whether every operator runs on the accelerator that is used.
   */
  residency: "full" | "partial" | "unknown";
  /**
   * Why this accelerator, for people.
   */
  reason: string;
}
/**
 * Wall time; crop and infer are summed over the regions.
 */
export interface Timings {
  decode: Milliseconds;
  detect: Milliseconds;
  crop: Milliseconds;
  infer: Milliseconds;
  total: Milliseconds;
}
