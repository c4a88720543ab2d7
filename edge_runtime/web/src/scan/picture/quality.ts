import type { Region } from "../../results/result.types";
import type { Raster } from "./raster";
import type { QualityRule } from "../contract";

type QualityFlag = Region["quality"][number];

/** What makes a region hard to judge; `side` is the side of its square, in pixels of the picture. */
export function qualityFlags(crop: Raster, side: number, rule: QualityRule): QualityFlag[] {
  const luma = lumaOf(crop);
  const brightness = mean(luma);
  const checks: [QualityFlag, boolean][] = [
    ["small", side < rule.small_below_px],
    ["blurred", sharpnessOf(luma, crop.width) < rule.blurred_below],
    ["dark", brightness < rule.dark_below],
    ["bright", brightness > rule.bright_above],
  ];
  return checks.filter(([, holds]) => holds).map(([flag]) => flag);
}

/** BT.601 luma in [0, 255]. */
export function lumaOf({ data }: Raster): Float64Array {
  const luma = new Float64Array(data.length / 3);
  for (let i = 0, from = 0; i < luma.length; i++, from += 3) {
    const [red, green, blue] = [data[from] as number, data[from + 1] as number, data[from + 2] as number];
    luma[i] = 0.299 * red + 0.587 * green + 0.114 * blue;
  }
  return luma;
}

/** Variance of the 4-neighbour Laplacian over the inner pixels of a square. */
export function sharpnessOf(luma: Float64Array, side: number): number {
  const edges = new Float64Array((side - 2) * (side - 2));
  for (let y = 1, to = 0; y < side - 1; y++) {
    for (let x = 1; x < side - 1; x++, to++) {
      const i = y * side + x;
      const around =
        (luma[i - side] as number) + (luma[i + side] as number) + (luma[i - 1] as number) + (luma[i + 1] as number);
      edges[to] = around - 4 * (luma[i] as number);
    }
  }
  const centre = mean(edges);
  return mean(edges.map((edge) => (edge - centre) ** 2));
}

export function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
