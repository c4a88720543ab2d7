// The same colours and opacity as in the Python package's pictures.
const FAKE = [214, 24, 48] as const;
const REAL = [32, 96, 220] as const;
const STRONGEST = 150;
const SIDE = 256;

/**
 * Evidence as RGBA, one pixel for each value: red speaks for fake, blue for real.
 *
 * @param values Rows of equal length.
 * @param peak Strongest evidence of the picture, > 0; it is the most opaque.
 */
export function evidencePixels(values: readonly (readonly number[])[], peak: number): Uint8ClampedArray<ArrayBuffer> {
  const flat = values.flat();
  const pixels = new Uint8ClampedArray(flat.length * 4);
  flat.forEach((value, index) => {
    pixels.set(value > 0 ? FAKE : REAL, index * 4);
    pixels[index * 4 + 3] = Math.min(1, Math.abs(value) / peak) * STRONGEST;
  });
  return pixels;
}

/** The strongest evidence of all regions; 1 where there is none. */
export function peakOf(maps: readonly (readonly (readonly number[])[])[]): number {
  return Math.max(0, ...maps.flat(2).map(Math.abs)) || 1;
}

/** An evidence map, enlarged smoothly, as the data URL of a picture. */
export function evidenceMapUrl(values: readonly (readonly number[])[], peak: number): string {
  const width = values[0]?.length ?? 0;
  const small = canvas(width, values.length);
  small.putImageData(new ImageData(evidencePixels(values, peak), width), 0, 0);
  const large = canvas(SIDE, SIDE);
  large.imageSmoothingQuality = "high";
  large.drawImage(small.canvas, 0, 0, SIDE, SIDE);
  return large.canvas.toDataURL();
}

function canvas(width: number, height: number): CanvasRenderingContext2D {
  const element = document.createElement("canvas");
  element.width = width;
  element.height = height;
  const context = element.getContext("2d");
  if (context === null) throw new Error("this browser has no 2D canvas");
  return context;
}
