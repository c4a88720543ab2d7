// Where the Python package keeps what the page has to say in the same words.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

// Vitest runs in the folder of package.json.
const PACKAGE = resolve("..");
const FILES = { plainWords: "result/plain_words.py", csvColumns: "output/csv_file.py" };

/** The text of a file of the Python package. */
export function pythonSource(name: keyof typeof FILES): string {
  return readFileSync(resolve(PACKAGE, FILES[name]), "utf8");
}
