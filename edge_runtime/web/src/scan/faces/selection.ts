import type { Box, Face } from "../../results/result.types";
import type { FaceRule } from "../contract";
import { areaOf } from "./yunet";

/** Which boxes of a picture are judged. */
export interface Selection {
  /** Largest first. */
  faces: Face[];
  /** Not judged: too weak or too small. Best first. */
  possible: Face[];
  /** Number of faces beyond the contract's limit. */
  omitted: number;
}

const MOST_POSSIBLE = 64;

/**
 * Tells faces from possible faces.
 *
 * @param found In pixels of the picture, best first.
 * @param minSide Longer side in pixels that a face has at least.
 */
export function select(
  found: readonly Face[],
  rule: Pick<FaceRule, "decides_from" | "max_faces">,
  minSide: number,
): Selection {
  const isFace = ({ box, score }: Face) => score >= rule.decides_from && longerSide(box) >= minSide;
  const faces = found.filter(isFace).sort((a, b) => areaOf(b.box) - areaOf(a.box));
  return {
    faces: faces.slice(0, rule.max_faces),
    possible: found.filter((face) => !isFace(face)).slice(0, MOST_POSSIBLE),
    omitted: Math.max(0, faces.length - rule.max_faces),
  };
}

function longerSide(box: Box): number {
  return Math.max(box.right - box.left, box.bottom - box.top);
}
