// Node has no PNG decoder, and a decoder of a browser is not to be trusted with the last bit in a test.
import { inflateSync } from "node:zlib";
import type { Raster } from "../src/scan/picture/raster";

const SIGNATURE_BYTES = 8;
const CHANNELS = 3;

/** The pixels of a PNG of 8 bits RGB without interlacing, as the golden vectors have. */
export function decodePng(base64: string): Raster {
  const file = Buffer.from(base64, "base64");
  const chunks = new Map<string, Buffer[]>();
  for (let at = SIGNATURE_BYTES; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString("latin1", at + 4, at + 8);
    chunks.set(type, [...(chunks.get(type) ?? []), file.subarray(at + 8, at + 8 + length)]);
    at += length + 12;
  }
  const header = chunks.get("IHDR")?.[0] as Buffer;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  if (header.toString("hex", 8) !== "0802000000") throw new Error("not a plain RGB PNG");
  return { width, height, data: unfilter(inflateSync(Buffer.concat(chunks.get("IDAT") ?? [])), width, height) };
}

/** Undoes the filter of each row: a byte is stored as the difference from its neighbours. */
function unfilter(rows: Buffer, width: number, height: number): Uint8Array<ArrayBuffer> {
  const stride = width * CHANNELS;
  const data = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)] as number;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= CHANNELS ? (data[at - CHANNELS] as number) : 0;
      const up = y > 0 ? (data[at - stride] as number) : 0;
      const corner = x >= CHANNELS && y > 0 ? (data[at - stride - CHANNELS] as number) : 0;
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] as number;
      data[at] = (rows[y * (stride + 1) + 1 + x] as number) + predicted;
    }
  }
  return data;
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [toLeft, toUp, toCorner] = [left, up, corner].map((each) => Math.abs(estimate - each)) as [number, number, number];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
