// From the regions of a picture to its verdict.
import type { Region, ScanResult, Verdict } from "../results/result.types";
import type { PoolingRule, Thresholds } from "./contract";
import { sigmoid, verdictOf } from "./decision";

/** What a region adds to the verdict; one with a reason is capped at UNSURE. */
export interface Part {
  kind: Region["kind"];
  probability: number;
  capped: boolean;
}

type Pooled = Record<"probability", number> & Record<"verdict", Verdict> & Pick<ScanResult, "reasons">;

const ORDER: readonly ScanResult["reasons"][number][] = [
  "not_a_photograph",
  "too_small",
  "no_colour",
  "extreme_shape",
  "unstable",
  "faces_omitted",
];

/** Probabilities closer to 0 or 1 than this count as this close. */
const NEARLY = 1e-9;

/**
 * Probability, verdict and reasons of a picture.
 *
 * @param regions At least one.
 * @param facesOmitted Number of faces that were not judged.
 */
export function pool(
  regions: readonly Pick<Region, "kind" | "probability" | "reasons">[],
  facesOmitted: number,
  rule: PoolingRule,
  thresholds: Thresholds,
): Pooled {
  const parts = regions.map(({ kind, probability, reasons }) => ({ kind, probability, capped: reasons.length > 0 }));
  const probability = pooledProbability(parts, rule);
  const verdict = pooledVerdict(probability, parts, facesOmitted, thresholds);
  return { probability, verdict, reasons: verdict === "UNSURE" ? allReasons(regions, facesOmitted) : [] };
}

/** Weighted mean of log-odds over the parts that are not capped, or over all if all are. */
export function pooledProbability(parts: readonly Part[], rule: PoolingRule): number {
  const free = parts.filter((part) => !part.capped);
  const counted = free.length > 0 ? free : parts;
  const [whole, face] = [largest(counted, "image"), largest(counted, "face")];
  if (whole === null || face === null) return (whole ?? face) as number;
  const [ofWhole, ofFace] = [logOdds(whole), logOdds(face)];
  return sigmoid(rule.whole * ofWhole + rule.face * ofFace + rule.larger * Math.max(ofWhole, ofFace));
}

/** FAKE needs one part that is not capped; REAL needs all of them, and that no face was left out. */
export function pooledVerdict(
  probability: number,
  parts: readonly Part[],
  facesOmitted: number,
  thresholds: Thresholds,
): Verdict {
  const verdict = verdictOf(probability, thresholds);
  const capped = parts.filter((part) => part.capped).length;
  if (verdict === "FAKE" && capped === parts.length) return "UNSURE";
  if (verdict === "REAL" && (capped > 0 || facesOmitted > 0)) return "UNSURE";
  return verdict;
}

function allReasons(regions: readonly Pick<Region, "reasons">[], facesOmitted: number): ScanResult["reasons"] {
  const found = new Set<string>(regions.flatMap((region) => region.reasons));
  if (facesOmitted > 0) found.add("faces_omitted");
  return ORDER.filter((reason) => found.has(reason));
}

function largest(parts: readonly Part[], kind: Region["kind"]): number | null {
  const probabilities = parts.filter((part) => part.kind === kind).map((part) => part.probability);
  return probabilities.length > 0 ? Math.max(...probabilities) : null;
}

function logOdds(probability: number): number {
  const within = Math.min(Math.max(probability, NEARLY), 1 - NEARLY);
  return Math.log(within / (1 - within));
}
