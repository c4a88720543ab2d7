import type { Face } from "../../results/result.types";
import type { DetectorRule, FaceRule } from "../contract";
import { compile } from "../engine/liteRt";
import { blackPicture, type Raster } from "../picture/raster";
import { decode, outputLength, suppress } from "./yunet";

/** Faces and possible faces of a square picture of the detector's size, in its pixels, best first. */
export type Detector = (input: Raster) => Promise<Face[]>;

/**
 * Compiles a face detector and runs it once on black.
 *
 * @throws If the network is refused, or has another output than the rule says.
 */
export async function openDetector(
  model: Uint8Array,
  rule: DetectorRule,
  { possible_from: threshold, suppress_iou: limit }: Pick<FaceRule, "possible_from" | "suppress_iou">,
): Promise<Detector> {
  const network = await compile(model);
  const detect = async (input: Raster): Promise<Face[]> => {
    const [output, ...more] = await network.run(input.data, [1, input.height, input.width, 3]);
    const values = new Float32Array(output?.bytes.buffer ?? new ArrayBuffer(0));
    if (values.length !== outputLength(rule) || more.length > 0) throw new Error(`${rule.file} is not a face detector`);
    return suppress(decode(values, rule, threshold), limit);
  };
  await detect(blackPicture(rule.input_size, rule.input_size));
  return detect;
}
