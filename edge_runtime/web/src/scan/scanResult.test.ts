// @vitest-environment node
import { expect, test } from "vitest";
import { CONTRACT, SERVED } from "../../test-support/bundle";
import { explanation } from "../../test-support/explanation";
import { failedScan, scannedResult } from "./scanResult";

const FILE = new File(["x"], "holiday.jpg");
const PICTURE = { width: 400, height: 300 };
const TIMINGS = { decode: 1, detect: 2, crop: 3, infer: 4, total: 11 };

test("the result of a judged picture tells what was found, judged and left out", () => {
  const possible = [{ box: { left: 1, top: 2, right: 3, bottom: 4 }, score: 0.6 }];
  const found = { faces: [], possible, omitted: 2, rotated: 180 as const };
  const { regions } = explanation("REAL", {}).result;
  const result = scannedResult(FILE, SERVED.bundle, CONTRACT, { picture: PICTURE, found, regions, timings: TIMINGS });
  expect(result).toMatchObject({
    schema: "edge-runtime/scan-result/2",
    source: "holiday.jpg",
    status: "scanned",
    image: { width: 400, height: 300, notes: [] },
    failure: null,
    verdict: "UNSURE",
    reasons: ["faces_omitted"],
    rotated: 180,
    possible_faces: possible,
    faces_omitted: 2,
    bundle: SERVED.bundle,
    timings_ms: TIMINGS,
  });
  expect(result.runtime.backend).toBe("litert.js");
});

test("a failed scan is a problem with an empty result, which tells the size if it is known", () => {
  const failure = { code: "too_small", message: "9 pixels" } as const;
  const { code, message, result } = failedScan(FILE, SERVED.bundle, { width: 400, height: 9 }, failure);
  expect([code, message]).toEqual(["too_small", "9 pixels"]);
  expect(result).toMatchObject({ status: "failed", failure, verdict: null, regions: [], timings_ms: null });
  expect(result?.image).toEqual({ width: 400, height: 9, notes: [] });
  expect(failedScan(FILE, SERVED.bundle, null, failure).result?.image).toBeNull();
});
