// Puts LiteRT.js' WebAssembly where the server of this checkout serves it. At 19 MB it is too large to be
// committed, or to be in a wheel that has to stay small on a Raspberry Pi: without it the page judges on
// the server only.
import { cp, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const FROM = new URL("../node_modules/@litertjs/core/wasm/", import.meta.url);
const TO = new URL("../../server/static/runtime/", import.meta.url);
const VARIANTS = ["litert_wasm_internal", "litert_wasm_compat_internal"];

await mkdir(TO, { recursive: true });
for (const name of VARIANTS.flatMap((variant) => [`${variant}.js`, `${variant}.wasm`])) {
  await cp(fileURLToPath(new URL(name, FROM)), fileURLToPath(new URL(name, TO)));
}
