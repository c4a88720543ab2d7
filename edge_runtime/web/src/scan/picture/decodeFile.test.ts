import { beforeEach, expect, test, vi } from "vitest";
import { fakeCanvas, withoutCanvas } from "../../../test-support/fakeCanvas";
import { decodeFile } from "./decodeFile";

const FILE = new Blob(["x"]);
const close = vi.fn();
const createBitmap = vi.fn(async (_file: Blob, _options: ImageBitmapOptions) => ({ width: 2, height: 1, close }));

beforeEach(() => {
  close.mockClear();
  createBitmap.mockClear();
  vi.stubGlobal("createImageBitmap", createBitmap);
});

test("pixels come without alpha, in the size of the picture", async () => {
  fakeCanvas([1, 2, 3, 255, 4, 5, 6, 255]);
  expect(await decodeFile(FILE)).toEqual({ width: 2, height: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
});

test("the picture is turned as its EXIF says, and drawn over white in sRGB", async () => {
  const canvas = fakeCanvas([0, 0, 0, 255, 0, 0, 0, 255]);
  await decodeFile(FILE);
  expect(createBitmap).toHaveBeenCalledWith(FILE, { imageOrientation: "from-image" });
  expect(canvas[0]?.options).toMatchObject({ colorSpace: "srgb" });
  expect(canvas[0]?.fillStyle).toBe("#fff");
  expect(canvas[0]?.calls.map(([name]) => name)).toEqual(["fillRect", "drawImage"]);
  expect(close).toHaveBeenCalledOnce();
});

test("a file that the browser cannot decode is refused", async () => {
  fakeCanvas();
  createBitmap.mockRejectedValueOnce(new DOMException("The source image could not be decoded.", "InvalidStateError"));
  await expect(decodeFile(FILE)).rejects.toThrow("could not be decoded");
});

test("a browser without a canvas says so", async () => {
  withoutCanvas();
  await expect(decodeFile(FILE)).rejects.toThrow("no 2D canvas");
});
