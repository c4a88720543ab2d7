import type { Explanation } from "../src/results/explanation";
import type { Region, ScanResult, Verdict } from "../src/results/result.types";

/** An answer of the server with this verdict for the whole picture, and a face for each change; invented. */
export function explanation(verdict: Verdict, ...faces: Partial<Region>[]): Explanation {
  const regions = [whole(verdict), ...faces.map((change) => ({ ...face(verdict), ...change }))];
  return {
    result: {
      schema: "edge-runtime/scan-result/2",
      source: 'a "quoted", name.png',
      status: "scanned",
      image: { width: 400, height: 300, notes: ["first of 3 frames"] },
      failure: null,
      verdict,
      probability: Math.max(...regions.map((each) => each.probability)),
      reasons: [],
      rotated: 0,
      regions,
      possible_faces: [],
      faces_omitted: 0,
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

/** The same answer with another result. */
export function changed(answer: Explanation, change: Partial<ScanResult>): Explanation {
  return { ...answer, result: { ...answer.result, ...change } };
}

function whole(verdict: Verdict): Region {
  return { ...face(verdict), kind: "image", box: { left: 50, top: 0, right: 350, bottom: 300 }, face_score: null };
}

function face(verdict: Verdict): Region {
  return {
    kind: "face",
    box: { left: 10, top: 20, right: 110, bottom: 120 },
    face_score: 0.9,
    logit: 0,
    looks: [0],
    probability: { FAKE: 0.9, UNSURE: 0.5, REAL: 0.1 }[verdict],
    verdict,
    reasons: [],
    gate: 0.25,
    quality: [],
  };
}
