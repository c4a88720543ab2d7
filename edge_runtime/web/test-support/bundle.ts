// A bundle: the contract of the golden vectors, and the network of the default bundle of this checkout.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Contract } from "../src/scan/contract";
import type { ServedBundle } from "../src/server/api";

// Vitest runs in the folder of package.json; in jsdom, import.meta.url is no file.
const BUNDLES = resolve("../bundles");
const BUNDLE = resolve(BUNDLES, readFileSync(resolve(BUNDLES, "DEFAULT"), "utf8").trim());

const GOLDEN: Contract = JSON.parse(readFileSync(resolve("../../tests/golden/reference/contract.json"), "utf8"));

/** Takes everything for a photograph: what tests draw is none. */
export const CONTRACT: Contract = {
  ...GOLDEN,
  reasons: {
    ...GOLDEN.reasons,
    graphic: { bias: -1, flat: 0, common: 0, hard: 0, extreme: 0, colourfulness: 0 },
  },
};

export const SERVED: ServedBundle = {
  bundle: { id: CONTRACT.id, sha256: "0".repeat(64) },
  contract: CONTRACT,
};

/** The default bundle's network or golden vectors. */
export function readBundleFile(name: "model.tflite" | "golden.json"): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(resolve(BUNDLE, name)));
}
