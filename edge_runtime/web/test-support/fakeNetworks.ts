// Networks with chosen outputs, in place of those that LiteRT.js compiles.
import type { DetectorRule } from "../src/scan/contract";
import { outputQuantizations } from "../src/scan/engine/quantization";
import type { Network, Output } from "../src/scan/engine/liteRt";
import { makeAnchors } from "../src/scan/faces/detections";
import { CONTRACT, readBundleFile } from "./bundle";

export type Run = (input: Uint8Array | Float32Array, shape: readonly number[]) => Output[];

export function networkOf(run: Run): Network {
  return { run: async (input, shape) => run(input, shape) };
}

/** A face: its centre and size in shares of the view, and the detector's logit. */
export interface FakeFace {
  x: number;
  y: number;
  size: number;
  logit?: number;
}

/** The raw outputs of a detector that sees these faces. */
export function detectorOutputs(rule: DetectorRule, faces: readonly FakeFace[]): Output[] {
  const anchors = makeAnchors(rule);
  const regressors = new Float32Array(anchors.length * 16);
  const scores = new Float32Array(anchors.length).fill(-100);
  faces.forEach(({ x, y, size, logit = 5 }, i) => {
    const [anchorX, anchorY] = anchors[i] as [number, number];
    const numbers = [x - anchorX, y - anchorY, size, size].map((share) => share * rule.input_size);
    regressors.set(numbers, i * 16);
    scores[i] = logit;
  });
  return [regressors, scores].map((values, i) => ({ name: `${i}`, bytes: new Uint8Array(values.buffer) }));
}

const QUANTIZATIONS = outputQuantizations(readBundleFile(CONTRACT.model.file));

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
