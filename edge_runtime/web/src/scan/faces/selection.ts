import type { Box, Face } from "../../results/result.types";
import type { FaceRule } from "../contract";
import type { Turn } from "../picture/turning";
import { areaOf } from "./yunet";

/** Which boxes of a picture are judged, in its pixels. */
export interface Selection {
  /** Largest first. */
  faces: Face[];
  /** Not judged: too weak or too small. Best first. */
  possible: Face[];
  /** Number of faces beyond the contract's limit. */
  omitted: number;
}

/** And by how much the picture was turned to find them. */
export interface FoundFaces extends Selection {
  rotated: Turn;
}

/** A box that was found in a turned copy of the picture, in pixels of the upright picture. */
export interface TurnedFace extends Face {
  turn: Turn;
}

export interface SelectionRule extends Pick<FaceRule, "decides_from" | "possible_from" | "turned_from" | "max_faces"> {
  /** Longer side in pixels of the picture that a face has at least. */
  min_face_side: number;
}

const MOST_POSSIBLE = 64;

/** Tells faces from possible faces. */
export function select(found: readonly Face[], rule: SelectionRule): Selection {
  const isFace = ({ box, score }: Face) => score >= rule.decides_from && longerSide(box) >= rule.min_face_side;
  const faces = found.filter(isFace).sort((a, b) => areaOf(b.box) - areaOf(a.box));
  const possible = found.filter((face) => !isFace(face) && face.score >= rule.possible_from);
  return {
    faces: faces.slice(0, rule.max_faces),
    possible: possible.sort((a, b) => b.score - a.score).slice(0, MOST_POSSIBLE),
    omitted: Math.max(0, faces.length - rule.max_faces),
  };
}

/** Whether a picture has no face that is sure; one that lies on its side often has a weak one. */
export function mayBeTurned(upright: Selection, rule: SelectionRule): boolean {
  return upright.faces.every(({ score }) => score < rule.turned_from);
}

/**
 * Decides whether a picture counts as turned.
 *
 * @param upright What was found in the picture as it is; a sure face leaves it as it is.
 * @param turned What was found in turned copies.
 */
export function choose(upright: Selection, turned: readonly TurnedFace[], rule: SelectionRule): FoundFaces {
  const rotated = mayBeTurned(upright, rule) ? bestTurn(turned, rule) : 0;
  if (rotated === 0) return { ...upright, rotated };
  const ofTurn = turned.filter(({ turn }) => turn === rotated).map(({ box, score }) => ({ box, score }));
  return { ...select(ofTurn, rule), rotated };
}

/** The turn with the best face that is large enough to be judged, of equally good ones the smaller; 0 if there is none. */
function bestTurn(turned: readonly TurnedFace[], rule: SelectionRule): Turn {
  const good = turned.filter(({ box, score }) => score >= rule.turned_from && longerSide(box) >= rule.min_face_side);
  const [best] = good.sort((a, b) => b.score - a.score || a.turn - b.turn);
  return best?.turn ?? 0;
}

function longerSide(box: Box): number {
  return Math.max(box.right - box.left, box.bottom - box.top);
}
