// @vitest-environment node
import { expect } from "vitest";
import { draw, expectNear, playSuite } from "../../test-support/golden";
import { probabilityOf, verdictOf } from "./decision";
import { lumaOf, mean, qualityFlags, sharpnessOf } from "./picture/quality";
import { statisticsOf } from "./picture/statistics";
import { pool, reasonsOfPicture } from "./pooling";
import { decide, needsSecondLook } from "./regions/looks";
import { graphicScore, reasonsOf } from "./regions/reasons";

playSuite("decision", {
  probability: ({ rule, logit, probability, verdict }, { rules, tolerance }) => {
    const got = probabilityOf(logit, rules[rule]);
    expectNear([got], [probability], tolerance.probability);
    expect(verdictOf(got, rules[rule])).toBe(verdict);
  },
  verdict: ({ rule, probability, verdict }, { rules }) => expect(verdictOf(probability, rules[rule])).toBe(verdict),
  pool: ({ rule, pooling, parts, faces_omitted, probability, verdict }, { rules, poolings, tolerance }) => {
    const got = pool(parts, faces_omitted, poolings[pooling], rules[rule]);
    expectNear([got.probability], [probability], tolerance.probability);
    expect(got.verdict).toBe(verdict);
  },
  second_look: ({ rule, first, second, first_reasons, ...wanted }, { rules, second_look, tolerance }) => {
    const isTaken = needsSecondLook(first, first_reasons, rules[rule]);
    const got = decide(isTaken ? [first, second] : [first], first_reasons, rules[rule], second_look);
    expectNear(got.looks, wanted.looks, tolerance.logit);
    expectNear([got.logit], [wanted.logit], tolerance.logit);
    expectNear([got.probability], [wanted.probability], tolerance.probability);
    expect([got.verdict, got.reasons]).toEqual([wanted.verdict, wanted.reasons]);
  },
  statistics: ({ picture, flat, common, hard, extreme, colourfulness }, { tolerance }) => {
    const got = statisticsOf(draw(picture));
    expectNear([got.flat, got.common, got.hard, got.extreme], [flat, common, hard, extreme], tolerance.share);
    expectNear([got.colourfulness], [colourfulness], tolerance.colourfulness);
  },
  reasons: ({ picture, region, graphic_score, reasons }, { reasons: rule, tolerance }) => {
    const { kind, side, mirrored: tiled, width, height } = region;
    const crop = draw(picture);
    expectNear([graphicScore(statisticsOf(crop), rule.graphic)], [graphic_score], tolerance.graphic_score);
    const view = { kind, square: { left: 0, top: 0, right: side, bottom: side }, tiled, turn: 0 as const };
    expect(reasonsOf({ picture: { width, height }, view, crop }, rule)).toEqual(reasons);
  },
  union: ({ verdict, regions, faces_omitted, reasons }) =>
    expect(reasonsOfPicture(verdict, regions, faces_omitted)).toEqual(reasons),
  quality: ({ picture, side, brightness, sharpness, flags }, { quality, tolerance }) => {
    const crop = draw(picture);
    const luma = lumaOf(crop);
    expectNear([mean(luma)], [brightness], tolerance.brightness);
    expectNear([sharpnessOf(luma, crop.width)], [sharpness], tolerance.sharpness);
    expect(qualityFlags(crop, side, quality)).toEqual(flags);
  },
});
