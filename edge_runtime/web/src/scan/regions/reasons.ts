// What caps a region at UNSURE, whatever its probability.
import type { Region } from "../../results/result.types";
import type { GraphicRule, ReasonsRule } from "../contract";
import type { Raster, Size } from "../picture/raster";
import { type Statistics, statisticsOf } from "../picture/statistics";
import type { RegionView } from "./regionView";

export type RegionReason = Region["reasons"][number];

/** A region as far as its reasons depend on it. */
export interface LookedAt {
  picture: Size;
  view: RegionView;
  /** Of the first look. */
  crop: Raster;
}

/** The reasons that the first look gives, in their fixed order. */
export function reasonsOf({ picture, view, crop }: LookedAt, rule: ReasonsRule): RegionReason[] {
  const statistics = statisticsOf(crop);
  const side = view.square.right - view.square.left;
  const shape = Math.max(picture.width, picture.height) / Math.min(picture.width, picture.height);
  const checks: [RegionReason, boolean][] = [
    ["not_a_photograph", graphicScore(statistics, rule.graphic) > 0],
    ["too_small", !view.tiled && side < rule.enlarged_below_px],
    ["no_colour", statistics.colourfulness < rule.colourless_below],
    ["extreme_shape", view.kind === "image" && shape > rule.shape_above],
  ];
  return checks.filter(([, holds]) => holds).map(([reason]) => reason);
}

/** Above 0 for what is no photograph. */
export function graphicScore(statistics: Statistics, { bias, ...weights }: GraphicRule): number {
  const keys = ["flat", "common", "hard", "extreme", "colourfulness"] as const;
  return keys.reduce((sum, key) => sum + statistics[key] * weights[key], bias);
}
