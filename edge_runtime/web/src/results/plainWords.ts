// The same texts as in the Python package's reports; a test compares them.
import type { Thresholds } from "../scan/contract";
import { percent } from "./percent";
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

export const FAILURES: Record<Failure["code"], string> = {
  unreadable: "The file cannot be opened.",
  empty: "The file has no content.",
  undecodable: "The file is damaged.",
  unsupported: "The file is not a picture or video of a supported kind.",
  too_large: "The picture or video is larger than the limit.",
  too_small: "The picture is too small to judge.",
};

export function nameOf(region: Region, index: number): string {
  return region.kind === "face" ? `face ${index + 1}` : "picture";
}

/** Why the verdict is what it is, in sentences. */
export function reasonsOf(result: ScanResult, thresholds: Thresholds): string[] {
  return [
    whatWasJudged(result.regions),
    ...whatDecided(result, thresholds),
    ...whatWasHard(result.regions),
    ...(result.image?.notes ?? []).map((note) => `Decoding: ${note}.`),
  ];
}

function whatWasJudged(regions: readonly Region[]): string {
  const faces = regions.filter((region) => region.kind === "face").length;
  if (faces === 0) return "No face was found, so the middle of the picture was judged.";
  return faces === 1 ? "The one face that was found was judged." : `Each of ${faces} faces was judged.`;
}

function whatDecided(result: ScanResult, thresholds: Thresholds): string[] {
  const index = result.regions.findIndex((region) => region.probability === result.probability);
  const region = result.regions[index];
  if (region === undefined) return [];
  const probability = percent(region.probability);
  const limits = `REAL ends at ${percent(thresholds.real_at)}, FAKE begins at ${percent(thresholds.fake_at)}`;
  const subject = nameOf(region, index);
  const noiseWeight = percent(1 - region.gate);
  return [
    `The most suspicious region, ${subject}, is fake with a probability of ${probability}; ${limits}.`,
    ...(result.verdict === "UNSURE" ? [UNSURE_MEANS] : []),
    `There, the noise stream weighed ${noiseWeight}, the visual stream ${percent(region.gate)}.`,
  ];
}

function whatWasHard(regions: readonly Region[]): string[] {
  return regions
    .filter((region) => region.quality.length > 0)
    .map((region) => {
      const flags = region.quality.map((flag) => QUALITY[flag]).join("; ");
      return `Hard to judge, ${nameOf(region, regions.indexOf(region))}: ${flags}.`;
    });
}
