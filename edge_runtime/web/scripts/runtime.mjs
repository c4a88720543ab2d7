// Puts LiteRT.js' WebAssembly where the server serves it. It is too large to be committed: a wheel has
// it if this ran before, and without it the page judges on the server only.
import { cp, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const FROM = new URL("../node_modules/@litertjs/core/wasm/", import.meta.url);
const TO = new URL("../../server/static/runtime/", import.meta.url);
const VARIANTS = ["litert_wasm_internal", "litert_wasm_compat_internal"];

await mkdir(TO, { recursive: true });
for (const name of VARIANTS.flatMap((variant) => [`${variant}.js`, `${variant}.wasm`])) {
  await cp(fileURLToPath(new URL(name, FROM)), fileURLToPath(new URL(name, TO)));
}
