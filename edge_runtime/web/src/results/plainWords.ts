// The same texts as in the Python package's reports; a test compares them.
import type { Failure, Region, ScanResult } from "./result.types";

export const UNSURE_MEANS =
  "UNSURE is an honest answer: the evidence is too weak to call the picture real or fake.";
export const NOT_PROOF =
  "A verdict is statistical evidence, not proof: a person should judge what depends on it.";

export const QUALITY: Record<Region["quality"][number], string> = {
  small: "few pixels, so little to judge by",
  blurred: "blurred, so fine traces may be gone",
  dark: "dark",
  bright: "overexposed",
};

export const REASONS: Record<Region["reasons"][number], string> = {
  not_a_photograph: "not a photograph (graphic, drawing, page of text)",
  too_small: "too few pixels: the model would see an enlarged picture",
  no_colour: "black and white",
  extreme_shape: "much longer than wide",
  unstable: "a second look gave another answer",
};

export const FAILURES: Record<Failure["code"], string> = {
  unreadable: "The file cannot be opened.",
  empty: "The file has no content.",
  undecodable: "The file is damaged.",
  unsupported: "The file is not a picture or video of a supported kind.",
  too_large: "The picture or video is larger than the limit.",
  too_small: "The picture is too small to judge.",
};

/** Such as "whole picture" or "face 1"; the whole picture is the first region. */
export function nameOf(region: Region, index: number): string {
  return region.kind === "face" ? `face ${index}` : "whole picture";
}

/** What caps the verdict of a picture at UNSURE, in words. */
export function reasonsInWords(result: ScanResult): string[] {
  return result.reasons.map((reason) =>
    reason === "faces_omitted" ? `${faces(result.faces_omitted)} more than are judged` : REASONS[reason],
  );
}

/** Such as "1 face" or "2 faces". */
export function faces(count: number): string {
  return count === 1 ? "1 face" : `${count} faces`;
}
