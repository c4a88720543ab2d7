import { expect, test, vi } from "vitest";
import { explanation } from "../../test-support/explanation";
import { pythonSource } from "../../test-support/pythonSources";
import { COLUMNS, save, toCsv, toJson } from "./exports";
import type { ScanResult } from "./result.types";

const FAKE = explanation("FAKE").result;

const FAILED: ScanResult = {
  ...FAKE,
  source: "broken.png",
  status: "failed",
  image: null,
  failure: { code: "undecodable", message: "damaged" },
  verdict: null,
  probability: null,
  reasons: [],
  regions: [],
  timings_ms: null,
};

/** The cells of one result by column; for rows without quotes. */
function rowOf(result: ScanResult): Record<string, string> {
  const [, row] = toCsv([{ ...result, source: "plain.png" }]).split("\r\n");
  const cells = row?.split(",") ?? [];
  return Object.fromEntries(COLUMNS.map((column, i) => [column, cells[i] ?? ""]));
}

test("the columns are those of the command line", () => {
  const tuple = /COLUMNS = \(([^)]*)\)/.exec(pythonSource("csvColumns"))?.[1] ?? "";
  expect([...tuple.matchAll(/"(\w+)"/g)].map((match) => match[1])).toEqual(COLUMNS);
});

test("a value with a comma or quotes is quoted", () => {
  const [header, row, end] = toCsv([FAKE]).split("\r\n");
  expect(header).toBe(COLUMNS.join(","));
  expect(row).toMatch(/^"a ""quoted"", name\.png",scanned,FAKE,0\.9,,0,0,0,0,,400,300,,,,,10,b,/);
  expect(end).toBe("");
});

test.each(["line 1\nline 2", "line 1\rline 2", "1,5", 'the "limit"'])("a value such as %j stays in its cell", (message) => {
  const csv = toCsv([{ ...FAILED, failure: { code: "too_small", message } }]);
  expect(csv).toContain(`,"${message.replaceAll('"', '""')}",`);
  expect(csv.split("\r\n")).toHaveLength(3);
});

test("a failed picture has its reason, and no verdict, faces or times", () => {
  const row = rowOf({ ...FAILED, failure: { code: "too_small", message: "9 pixels" } });
  expect(row).toMatchObject({ status: "failed", failure_code: "too_small", failure_message: "9 pixels" });
  for (const column of ["verdict", "probability", "reasons", "faces", "rotated", "width", "total_ms"]) {
    expect(row[column]).toBe("");
  }
});

test("only faces are counted, and each quality flag is named once", () => {
  const more = explanation("FAKE", { quality: ["small", "dark"] }, { quality: ["dark"] }).result;
  expect(rowOf(more)).toMatchObject({ faces: "2", quality: "small dark" });
  expect(rowOf(FAKE).faces).toBe("0");
});

test("the row tells the reasons, and what was turned or not judged", () => {
  const possible = [{ box: { left: 1, top: 2, right: 3, bottom: 4 }, score: 0.6 }];
  const capped: ScanResult = {
    ...FAKE,
    reasons: ["no_colour", "faces_omitted"],
    rotated: 270,
    possible_faces: possible,
    faces_omitted: 3,
  };
  const row = { reasons: "no_colour faces_omitted", rotated: "270", possible_faces: "1", faces_omitted: "3" };
  expect(rowOf(capped)).toMatchObject(row);
});

test("the row tells which bundle and engine made it", () => {
  expect(rowOf(FAKE)).toMatchObject({
    bundle_id: "b",
    bundle_sha256: "0".repeat(64),
    backend: "litert",
    accelerator: "cpu",
    threads: "1",
    requested: "auto",
    residency: "full",
    reason: "as requested",
  });
});

test("without results there is the header alone", () => {
  expect(toCsv([])).toBe(`${COLUMNS.join(",")}\r\n`);
});

test("JSON keeps results as they came", () => {
  expect(JSON.parse(toJson([FAKE, FAILED]))).toEqual({ results: [FAKE, FAILED] });
  expect(toJson([])).toMatch(/\n$/);
});

test("saving downloads a file of that name and kind, and frees its URL afterwards", async () => {
  vi.useFakeTimers();
  const blobs: Blob[] = [];
  const links: { href: string; download: string }[] = [];
  URL.createObjectURL = (blob) => `blob:${blobs.push(blob as Blob)}`;
  URL.revokeObjectURL = vi.fn();
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    links.push({ href: this.href, download: this.download });
  });
  save("a,b\r\n", "scan.csv", "text/csv");
  expect(links).toEqual([{ href: "blob:1", download: "scan.csv" }]);
  expect([blobs[0]?.type, await blobs[0]?.text()]).toEqual(["text/csv", "a,b\r\n"]);
  expect(URL.revokeObjectURL).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(URL.revokeObjectURL).toHaveBeenCalledWith("blob:1");
});
