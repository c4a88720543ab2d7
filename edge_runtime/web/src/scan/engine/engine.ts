import { outputQuantizations } from "./quantization";
import type { Raster } from "../picture/raster";
import type { OutputNames } from "../contract";
import { compile, type Output } from "./liteRt";

/** What the network puts out for a crop. */
export interface NetworkOutput {
  logit: number;
  gate: number;
  /** Rows of evidence; positive speaks for fake. */
  evidence: number[][];
}

export type Engine = (crop: Raster) => Promise<NetworkOutput>;

/** @throws If the model lacks one of the outputs. */
export async function openEngine(model: Uint8Array, names: OutputNames): Promise<Engine> {
  const quantizations = outputQuantizations(model);
  const network = await compile(model);
  const dequantized = (outputs: readonly Output[], name: string): number[] => {
    const [output, rule] = [outputs.find((each) => each.name === name), quantizations.get(name)];
    if (output === undefined || rule === undefined) throw new Error(`the model has no output ${name}`);
    return [...new Int8Array(output.bytes.buffer)].map((stored) => (stored - rule.zeroPoint) * rule.scale);
  };
  return async (crop) => {
    const outputs = await network.run(crop.data, [1, crop.height, crop.width, 3]);
    const evidence = rowsOf(dequantized(outputs, names.evidence.name));
    const [logit] = dequantized(outputs, names.logit.name);
    const [gate] = dequantized(outputs, names.gate.name);
    return { logit: logit as number, gate: gate as number, evidence };
  };
}

function rowsOf(square: readonly number[]): number[][] {
  const side = Math.round(Math.sqrt(square.length));
  return Array.from({ length: side }, (_, y) => square.slice(y * side, (y + 1) * side));
}
