import { Problem } from "../results/problem";
import type { Bundle, Failure, Region, Runtime, ScanResult, Timings } from "../results/result.types";
import { BROWSER_BACKEND } from "./backend";
import type { Contract } from "./contract";
import type { FoundFaces } from "./faces/selection";
import type { Size } from "./picture/raster";
import { pool, reasonsOfPicture } from "./pooling";

const RUNTIME: Runtime = {
  backend: BROWSER_BACKEND,
  accelerator: "cpu",
  threads: 1,
  requested: "cpu",
  residency: "full",
  reason: "WebAssembly in this browser",
};

/** Everything that the result of a judged picture is made of. */
export interface Scanned {
  picture: Size;
  found: FoundFaces;
  regions: Region[];
  timings: Timings;
}

/** The result of a file whose picture was judged. */
export function scannedResult(file: File, bundle: Bundle, contract: Contract, scanned: Scanned): ScanResult {
  const { picture, found, regions, timings } = scanned;
  const parts = regions.map(({ kind, probability, reasons }) => ({ kind, probability, capped: reasons.length > 0 }));
  const pooled = pool(parts, found.omitted, contract.pooling, contract.decision);
  return {
    ...emptyResult(file, bundle),
    status: "scanned",
    image: imageOf(picture),
    ...pooled,
    reasons: reasonsOfPicture(pooled.verdict, regions.map(({ reasons }) => reasons), found.omitted),
    rotated: found.rotated,
    regions,
    possible_faces: found.possible,
    faces_omitted: found.omitted,
    timings_ms: timings,
  };
}

/** The problem of a file that cannot be judged, with its result; `picture` is null if it cannot be decoded. */
export function failedScan(file: File, bundle: Bundle, picture: Size | null, failure: Failure): Problem {
  const image = picture && imageOf(picture);
  return new Problem(failure.code, failure.message, { ...emptyResult(file, bundle), image, failure });
}

function imageOf({ width, height }: Size): ScanResult["image"] {
  return { width, height, notes: [] };
}

function emptyResult(file: File, bundle: Bundle): ScanResult {
  return {
    schema: "edge-runtime/scan-result/2",
    source: file.name,
    status: "failed",
    image: null,
    failure: null,
    verdict: null,
    probability: null,
    reasons: [],
    rotated: 0,
    regions: [],
    possible_faces: [],
    faces_omitted: 0,
    bundle,
    runtime: RUNTIME,
    timings_ms: null,
  };
}
