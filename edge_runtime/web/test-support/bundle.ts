// The default bundle of this checkout, as `GET /v1/bundle` serves it.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Contract } from "../src/scan/contract";
import type { ServedBundle } from "../src/server/api";

// Vitest runs in the folder of package.json; in jsdom, import.meta.url is no file.
const BUNDLES = resolve("../bundles");
const BUNDLE = resolve(BUNDLES, readFileSync(resolve(BUNDLES, "DEFAULT"), "utf8").trim());

export const CONTRACT: Contract = JSON.parse(readFileSync(resolve(BUNDLE, "contract.json"), "utf8"));

export const SERVED: ServedBundle = {
  bundle: { id: CONTRACT.id, sha256: "0".repeat(64) },
  contract: CONTRACT,
};

export function readBundleFile(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(resolve(BUNDLE, name)));
}
