// Notes beside the built page which sources it was built from, and what came out. The Python test
// test_server_page.py computes the same, so that a page which was not rebuilt is found without Node.
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const WEB = fileURLToPath(new URL("../", import.meta.url));
const STATIC = fileURLToPath(new URL("../../server/static/", import.meta.url));
const SOURCES = ["index.html", "package-lock.json", "vite.config.ts", "public", "src"];
const BUILT = ["assets", "icon.svg", "index.html"];

async function filesOf(folder, name) {
  const below = await readdir(join(folder, name), { recursive: true, withFileTypes: true }).catch(() => null);
  if (below === null) return [name];
  const files = below.filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name));
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replaceAll("\\", "/"));
}

async function digest(folder, names) {
  const files = (await Promise.all(names.map((name) => filesOf(folder, name)))).flat().sort();
  const hash = createHash("sha256");
  for (const file of files) {
    const bytes = await readFile(join(folder, file));
    hash.update(`${file} ${createHash("sha256").update(bytes).digest("hex")}\n`);
  }
  return hash.digest("hex");
}

const stamp = { sources: await digest(WEB, SOURCES), built: await digest(STATIC, BUILT) };
await writeFile(join(STATIC, "build.json"), `${JSON.stringify(stamp)}\n`);
