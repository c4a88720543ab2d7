// @vitest-environment node
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { COLUMNS, toCsv, toJson } from "./exports";
import { explanation } from "../../test-support/explanation";

test("the columns are those of the command line", () => {
  const source = readFileSync("../csv_file.py", "utf8");
  const tuple = /COLUMNS = \(([^)]*)\)/.exec(source)?.[1] ?? "";
  expect([...tuple.matchAll(/"(\w+)"/g)].map((match) => match[1])).toEqual(COLUMNS);
});

test("a value with a comma or quotes is quoted", () => {
  const [header, row, end] = toCsv([explanation("FAKE").result]).split("\r\n");
  expect(header).toBe(COLUMNS.join(","));
  expect(row).toMatch(/^"a ""quoted"", name\.png",scanned,FAKE,0\.9,1,,400,300,,,,,10,b,/);
  expect(end).toBe("");
});

test("JSON keeps results as they came", () => {
  const { result } = explanation("REAL");
  expect(JSON.parse(toJson([result]))).toEqual({ results: [result] });
});
