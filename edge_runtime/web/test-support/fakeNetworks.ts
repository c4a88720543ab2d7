// Networks with chosen outputs, in place of those that LiteRT.js compiles.
import type { DetectorRule } from "../src/scan/contract";
import { outputQuantizations } from "../src/scan/engine/quantization";
import type { Network, Output } from "../src/scan/engine/liteRt";
import { CONTRACT, readBundleFile } from "./bundle";

export type Run = (input: Uint8Array, shape: readonly number[]) => Output[];

export function networkOf(run: Run): Network {
  return { run: async (input, shape) => run(input, shape) };
}

/** A face in pixels of a detector's input: its centre, its sides and its score. */
export interface FakeFace {
  x: number;
  y: number;
  width: number;
  height?: number;
  score?: number;
}

/** The output of a detector that sees these faces: each in the cell of the first stride that has its centre. */
export function detectorOutputs({ input_size: size, strides }: DetectorRule, faces: readonly FakeFace[]): Output[] {
  const rows = strides.reduce((sum, stride) => sum + (size / stride) ** 2, 0);
  const values = new Float32Array(rows * 6);
  const stride = strides[0] as number;
  for (const { x, y, width, height = width, score = 0.9 } of faces) {
    const [cellX, cellY] = [Math.floor(x / stride), Math.floor(y / stride)];
    const box = [x / stride - cellX, y / stride - cellY, Math.log(width / stride), Math.log(height / stride)];
    values.set([score, score, ...box], (cellY * (size / stride) + cellX) * 6);
  }
  return [{ name: "faces", bytes: new Uint8Array(values.buffer) }];
}

const QUANTIZATIONS = outputQuantizations(readBundleFile("model.tflite"));

/** Outputs of the bundle's network, as the int8 numbers that come nearest to these. */
export function networkOutputs(logit: number, gate: number, evidence: readonly number[]): Output[] {
  const { outputs } = CONTRACT;
  return [
    { name: outputs.logit.name, bytes: quantized(outputs.logit.name, [logit]) },
    { name: outputs.gate.name, bytes: quantized(outputs.gate.name, [gate]) },
    { name: outputs.evidence.name, bytes: quantized(outputs.evidence.name, evidence) },
  ];
}

/** What is left of a number after quantization. */
export function stepOf(name: keyof typeof CONTRACT.outputs): number {
  return QUANTIZATIONS.get(CONTRACT.outputs[name].name)?.scale as number;
}

function quantized(name: string, values: readonly number[]): Uint8Array<ArrayBuffer> {
  const { scale, zeroPoint } = QUANTIZATIONS.get(name) as { scale: number; zeroPoint: number };
  const stored = values.map((value) => Math.max(-128, Math.min(127, Math.round(value / scale) + zeroPoint)));
  return new Uint8Array(Int8Array.from(stored).buffer);
}
