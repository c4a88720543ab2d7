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

type Reason = ScanResult["reasons"][number];

const ORDER: readonly Reason[] = [
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
 * Probability and verdict of a picture.
 *
 * @param parts At least one.
 * @param facesOmitted Number of faces that were not judged.
 */
export function pool(
  parts: readonly Part[],
  facesOmitted: number,
  rule: PoolingRule,
  thresholds: Thresholds,
): { probability: number; verdict: Verdict } {
  const probability = pooledProbability(parts, rule);
  const verdict = verdictOf(probability, thresholds);
  const capped = parts.filter((part) => part.capped).length;
  const isHeldBack =
    (verdict === "FAKE" && capped === parts.length) || (verdict === "REAL" && (capped > 0 || facesOmitted > 0));
  return { probability, verdict: isHeldBack ? "UNSURE" : verdict };
}

/** Weighted mean of log-odds over the parts that are not capped, or over all if all are. */
function pooledProbability(parts: readonly Part[], rule: PoolingRule): number {
  const free = parts.filter((part) => !part.capped);
  const counted = free.length > 0 ? free : parts;
  const [whole, face] = [largest(counted, "image"), largest(counted, "face")];
  if (whole === null || face === null) return (whole ?? face) as number;
  const [ofWhole, ofFace] = [logOdds(whole), logOdds(face)];
  return sigmoid(rule.whole * ofWhole + rule.face * ofFace + rule.larger * Math.max(ofWhole, ofFace));
}

/** Why a picture is UNSURE: the reasons of its regions, each once; none for another verdict. */
export function reasonsOfPicture(
  verdict: Verdict,
  regions: readonly (readonly Reason[])[],
  facesOmitted: number,
): Reason[] {
  if (verdict !== "UNSURE") return [];
  const found = new Set([...regions.flat(), ...(facesOmitted > 0 ? (["faces_omitted"] as const) : [])]);
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
