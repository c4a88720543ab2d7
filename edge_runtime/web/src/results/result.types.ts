// Made by scripts/types.mjs from result.schema.json; do not edit.

export type Verdict = "REAL" | "FAKE" | "UNSURE";
export type Share = number;
export type Milliseconds = number;

/**
 * The outcome for one picture: a verdict or a failure, never both.
 */
export interface ScanResult {
  schema: "edge-runtime/scan-result/2";
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
   * Probability of fake, pooled over the regions.
   */
  probability: Share | null;
  /**
   * What caps the verdict at UNSURE; empty if it is REAL or FAKE.
   */
  reasons: ("not_a_photograph" | "too_small" | "no_colour" | "extreme_shape" | "unstable" | "faces_omitted")[];
  /**
   * Degrees clockwise by which the picture was turned before it was judged.
   */
  rotated: 0 | 90 | 180 | 270;
  /**
   * The whole picture, then faces, largest first.
   */
  regions: Region[];
  /**
   * Boxes whose score is too low for a face; they are not judged.
   */
  possible_faces: Face[];
  /**
   * Number of faces beyond the contract's limit, which were not judged.
   */
  faces_omitted: number;
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
   * Mean of the logits of all looks; positive leans to fake.
   */
  logit: number;
  /**
   * Output of the network before calibration for each look at the region.
   *
   * @minItems 1
   * @maxItems 2
   */
  looks: [number] | [number, number];
  probability: Share;
  verdict: Verdict;
  /**
   * What caps the verdict at UNSURE.
   */
  reasons: ("not_a_photograph" | "too_small" | "no_colour" | "extreme_shape" | "unstable")[];
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
export interface Face {
  box: Box;
  /**
   * Detector score.
   */
  score: number;
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
