import type { Explanation } from "../results/explanation";
import type { Problem } from "../results/problem";
import type { ScanResult, Verdict } from "../results/result.types";

export type PictureState =
  | { kind: "waiting" }
  | { kind: "scanned"; explanation: Explanation }
  | { kind: "failed"; problem: Problem };

/** One picture of the list; `url` shows its file until it is removed. */
export interface Picture {
  id: number;
  file: File;
  url: string;
  state: PictureState;
}

export interface PictureList {
  pictures: Picture[];
  /** Id of the picture that is shown in detail. */
  selected: number | null;
}

export type Action =
  | { kind: "added"; pictures: Picture[] }
  | { kind: "finished"; id: number; state: PictureState }
  | { kind: "selected"; id: number }
  | { kind: "cleared" };

export const EMPTY_LIST: PictureList = { pictures: [], selected: null };

export function reduce(list: PictureList, action: Action): PictureList {
  switch (action.kind) {
    case "added":
      return {
        pictures: [...list.pictures, ...action.pictures],
        selected: list.selected ?? action.pictures[0]?.id ?? null,
      };
    case "finished":
      return { ...list, pictures: list.pictures.map((each) => finished(each, action)) };
    case "selected":
      return { ...list, selected: action.id };
    case "cleared":
      return EMPTY_LIST;
  }
}

function finished(picture: Picture, action: { id: number; state: PictureState }): Picture {
  return picture.id === action.id ? { ...picture, state: action.state } : picture;
}

export type Outcome = Verdict | "FAILED" | "WAITING";

export function outcomeOf(picture: Picture): Outcome {
  switch (picture.state.kind) {
    case "waiting":
      return "WAITING";
    case "failed":
      return "FAILED";
    case "scanned":
      return picture.state.explanation.result.verdict ?? "FAILED";
  }
}

/** The result, also that of a failed scan; null while there is none. */
export function resultOf(picture: Picture): ScanResult | null {
  switch (picture.state.kind) {
    case "waiting":
      return null;
    case "failed":
      return picture.state.problem.result;
    case "scanned":
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
