// Writes src/results/result.types.ts from the JSON Schema of a result; with --check only compares.
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const SCHEMA = new URL("../../result/result.schema.json", import.meta.url);
const TARGET = new URL("../src/results/result.types.ts", import.meta.url);
const BANNER = "// Made by scripts/types.mjs from result.schema.json; do not edit.";

const schema = JSON.parse(await readFile(SCHEMA, "utf8"));
// Conditions between fields have no counterpart in types.
for (const condition of ["if", "then", "else"]) delete schema[condition];
const made = await compile(schema, "ScanResult", { bannerComment: BANNER, strictIndexSignatures: true });

if (!process.argv.includes("--check")) {
  await writeFile(TARGET, made);
} else if ((await readFile(TARGET, "utf8").catch(() => "")) !== made) {
  console.error("src/results/result.types.ts is not what result.schema.json says: npm run types");
  process.exit(1);
}
