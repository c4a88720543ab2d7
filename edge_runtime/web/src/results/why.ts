// Why the verdict of a picture is what it is, in sentences.
import type { Thresholds } from "../scan/contract";
import { percent } from "./percent";
import { faces, nameOf, QUALITY, UNSURE_MEANS } from "./plainWords";
import type { Region, ScanResult } from "./result.types";

/** Sentences about a result, none about a failed scan; what caps the verdict stands elsewhere. */
export function whyOf(result: ScanResult, thresholds: Thresholds): string[] {
  if (result.regions.length === 0) return [];
  return [
    whatWasJudged(result.regions),
    ...whatWasNotJudged(result),
    ...whatDecided(result, thresholds),
    ...whatWasHard(result.regions),
    ...(result.image?.notes ?? []).map((note) => `Decoding: ${note}.`),
  ];
}

function whatWasJudged(regions: readonly Region[]): string {
  const count = regions.filter((region) => region.kind === "face").length;
  if (count === 0) return "The whole picture was judged; no face was found.";
  if (count === 1) return "The whole picture and the one face that was found were judged.";
  return `The whole picture and each of ${count} faces were judged.`;
}

function whatWasNotJudged(result: ScanResult): string[] {
  const { reasons, rotated, possible_faces: possible, faces_omitted: omitted } = result;
  const turned = `The picture was turned clockwise by ${rotated}° for that, because its faces were found only so.`;
  const weak = possible.length === 1 ? "A possible face was not judged." : `${possible.length} possible faces were not judged.`;
  return [
    ...(rotated === 0 ? [] : [turned]),
    ...(omitted === 0 || reasons.includes("faces_omitted") ? [] : [`There are ${faces(omitted)} more than are judged.`]),
    ...(possible.length === 0 ? [] : [weak]),
  ];
}

function whatDecided(result: ScanResult, thresholds: Thresholds): string[] {
  const limits = `REAL ends at ${percent(thresholds.real_at)}, FAKE begins at ${percent(thresholds.fake_at)}`;
  const all = result.regions.length > 1 ? "Taken together, the picture is" : "It is";
  return [
    `${all} fake with a probability of ${percent(result.probability ?? 0)}; ${limits}.`,
    ...(result.verdict === "UNSURE" && result.reasons.length === 0 ? [UNSURE_MEANS] : []),
    mostSuspicious(result.regions),
  ];
}

function mostSuspicious(regions: readonly Region[]): string {
  const region = regions.reduce((most, each) => (each.probability > most.probability ? each : most));
  const name = nameOf(region, regions.indexOf(region));
  const weights = `the noise stream weighed ${percent(1 - region.gate)}, the visual stream ${percent(region.gate)}`;
  if (regions.length === 1) return `There ${weights}.`;
  return `The most suspicious region is ${name} with ${percent(region.probability)}; there ${weights}.`;
}

function whatWasHard(regions: readonly Region[]): string[] {
  return regions.flatMap((region, index) => {
    const words = region.quality.map((flag) => QUALITY[flag]);
    return words.length === 0 ? [] : [`Hard to judge, ${nameOf(region, index)}: ${words.join("; ")}.`];
  });
}
