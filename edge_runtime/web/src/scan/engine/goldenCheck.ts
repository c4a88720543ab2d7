import { decodeFile } from "../picture/decodeFile";
import type { Engine, NetworkOutput } from "./engine";

interface Golden {
  tolerance: Record<keyof NetworkOutput, number>;
  vectors: (NetworkOutput & { id: string; crop_png: string })[];
}

/**
 * Has an engine answer the golden vectors of its bundle.
 *
 * @param file golden.json.
 * @throws If an answer is further from the vector's than the file allows.
 */
export async function checkGolden(engine: Engine, file: Uint8Array<ArrayBuffer>): Promise<void> {
  const { tolerance, vectors }: Golden = JSON.parse(new TextDecoder().decode(file));
  for (const vector of vectors) {
    const answer = await engine(await decodeFile(pngOf(vector.crop_png)));
    const wrong =
      largestDifference([answer.logit], [vector.logit]) > tolerance.logit ||
      largestDifference([answer.gate], [vector.gate]) > tolerance.gate ||
      largestDifference(answer.evidence.flat(), vector.evidence.flat()) > tolerance.evidence;
    if (wrong) throw new Error(`wrong answer to the golden vector ${vector.id}`);
  }
}

/** The largest absolute difference; infinite where the lengths differ or one is not a number. */
export function largestDifference(got: readonly number[], wanted: readonly number[]): number {
  if (got.length !== wanted.length) return Number.POSITIVE_INFINITY;
  const differences = got.map((value, i) => Math.abs(value - (wanted[i] as number)));
  return differences.some(Number.isNaN) ? Number.POSITIVE_INFINITY : Math.max(0, ...differences);
}

function pngOf(base64: string): Blob {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: "image/png" });
}
