import type { Explanation, Problem } from "../server/api";
import type { ScanResult, Verdict } from "../results/result.types";

export type State =
  | { kind: "waiting" }
  | { kind: "judged"; explanation: Explanation }
  | { kind: "failed"; problem: Problem };

/** One picture of the list; `url` shows its file until it is removed. */
export interface Picture {
  id: number;
  file: File;
  url: string;
  state: State;
}

export interface Gallery {
  pictures: Picture[];
  /** Id of the picture that is shown large. */
  chosen: number | null;
}

export type Action =
  | { kind: "added"; pictures: Picture[] }
  | { kind: "settled"; id: number; state: State }
  | { kind: "chosen"; id: number }
  | { kind: "cleared" };

export const EMPTY: Gallery = { pictures: [], chosen: null };

export function step(gallery: Gallery, action: Action): Gallery {
  switch (action.kind) {
    case "added":
      return {
        pictures: [...gallery.pictures, ...action.pictures],
        chosen: gallery.chosen ?? action.pictures[0]?.id ?? null,
      };
    case "settled":
      return { ...gallery, pictures: gallery.pictures.map((each) => settled(each, action)) };
    case "chosen":
      return { ...gallery, chosen: action.id };
    case "cleared":
      return EMPTY;
  }
}

function settled(picture: Picture, action: { id: number; state: State }): Picture {
  return picture.id === action.id ? { ...picture, state: action.state } : picture;
}

export type Outcome = Verdict | "FAILED" | "WAITING";

export function outcomeOf(picture: Picture): Outcome {
  switch (picture.state.kind) {
    case "waiting":
      return "WAITING";
    case "failed":
      return "FAILED";
    case "judged":
      return picture.state.explanation.result.verdict ?? "FAILED";
  }
}

/** The result, also of a picture that the server could not judge. */
export function resultOf(picture: Picture): ScanResult | null {
  switch (picture.state.kind) {
    case "waiting":
      return null;
    case "failed":
      return picture.state.problem.result;
    case "judged":
      return picture.state.explanation.result;
  }
}

/** Such as "3 of 4 pictures judged: 1 FAKE, 2 REAL". */
export function summary(pictures: readonly Picture[]): string {
  if (pictures.length === 0) return "";
  const outcomes = pictures.map(outcomeOf);
  const count = (outcome: Outcome) => outcomes.filter((each) => each === outcome).length;
  const done = pictures.length - count("WAITING");
  const order: Outcome[] = ["FAKE", "UNSURE", "REAL", "FAILED"];
  const counts = order.filter((each) => count(each) > 0).map((each) => `${count(each)} ${each}`);
  const total = pictures.length === 1 ? "1 picture" : `${pictures.length} pictures`;
  return `${done} of ${total} judged${counts.length > 0 ? `: ${counts.join(", ")}` : ""}`;
}
