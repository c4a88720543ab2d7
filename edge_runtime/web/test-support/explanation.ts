import type { Explanation } from "../src/results/explanation";
import type { Region, Verdict } from "../src/results/result.types";

/** An answer of the server with this verdict, and one more region for each change; the values are invented. */
export function explanation(verdict: Verdict, ...more: Partial<Region>[]): Explanation {
  const regions = [{}, ...more].map((change) => ({ ...region(verdict), ...change }));
  return {
    result: {
      schema: "edge-runtime/scan-result/1",
      source: 'a "quoted", name.png',
      status: "scanned",
      image: { width: 400, height: 300, notes: ["first of 3 frames"] },
      failure: null,
      verdict,
      probability: Math.max(...regions.map((each) => each.probability)),
      regions,
      bundle: { id: "b", sha256: "0".repeat(64) },
      runtime: {
        backend: "litert",
        accelerator: "cpu",
        threads: 1,
        requested: "auto",
        residency: "full",
        reason: "as requested",
      },
      timings_ms: { decode: 1, detect: 2, crop: 3, infer: 4, total: 10 },
    },
    evidence: regions.map(({ box }) => ({ square: box, values: [[1, -1]] })),
  };
}

function region(verdict: Verdict): Region {
  return {
    kind: "face",
    box: { left: 10, top: 20, right: 110, bottom: 120 },
    face_score: 0.9,
    logit: 0,
    probability: { FAKE: 0.9, UNSURE: 0.5, REAL: 0.1 }[verdict],
    verdict,
    gate: 0.25,
    quality: [],
  };
}
