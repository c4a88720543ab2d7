import type { Region, ScanResult } from "./result.types";

/** The columns of `edge-runtime scan --csv`; a test compares them. */
export const COLUMNS = [
  "source",
  "status",
  "verdict",
  "probability",
  "reasons",
  "faces",
  "faces_omitted",
  "possible_faces",
  "rotated",
  "quality",
  "width",
  "height",
  "frames",
  "seconds",
  "failure_code",
  "failure_message",
  "total_ms",
  "bundle_id",
  "bundle_sha256",
  "backend",
  "accelerator",
  "threads",
  "requested",
  "residency",
  "reason",
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], string | number | null>>;

export function toJson(results: readonly ScanResult[]): string {
  return `${JSON.stringify({ results }, null, 2)}\n`;
}

/** Comma-separated values as in RFC 4180; a value that does not apply stays empty. */
export function toCsv(results: readonly ScanResult[]): string {
  const rows = results.map(rowOf).map((row) => COLUMNS.map((column) => cell(row[column])));
  return [COLUMNS, ...rows].map((cells) => `${cells.join(",")}\r\n`).join("");
}

/** Has the browser save a text as a file. */
export function save(text: string, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url));
}

function rowOf(result: ScanResult): Row {
  return {
    source: result.source,
    status: result.status,
    verdict: result.verdict,
    probability: result.probability,
    ...(result.status === "scanned" ? findingsOf(result) : {}),
    width: result.image?.width ?? null,
    height: result.image?.height ?? null,
    failure_code: result.failure?.code ?? null,
    failure_message: result.failure?.message ?? null,
    total_ms: result.timings_ms?.total ?? null,
    bundle_id: result.bundle.id,
    bundle_sha256: result.bundle.sha256,
    ...result.runtime,
  };
}

function findingsOf(result: ScanResult): Row {
  return {
    reasons: result.reasons.join(" "),
    faces: result.regions.filter((region) => region.kind === "face").length,
    faces_omitted: result.faces_omitted,
    possible_faces: result.possible_faces.length,
    rotated: result.rotated,
    quality: flagsOf(result.regions),
  };
}

function flagsOf(regions: readonly Region[]): string {
  return [...new Set(regions.flatMap((region) => region.quality))].join(" ");
}

function cell(value: string | number | null | undefined): string {
  const text = value === null || value === undefined ? "" : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
