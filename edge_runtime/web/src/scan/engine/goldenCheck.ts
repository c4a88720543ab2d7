import { decodeFile } from "../picture/decodeFile";
import type { Engine, Judgement } from "./engine";

interface Golden {
  tolerance: Record<keyof Judgement, number>;
  vectors: (Judgement & { id: string; crop_png: string })[];
}

/**
 * Has an engine answer the golden vectors of its bundle.
 *
 * @param file golden.json.
 * @throws If an answer is further from the vector's than the file allows.
 */
export async function replayGolden(engine: Engine, file: Uint8Array<ArrayBuffer>): Promise<void> {
  const { tolerance, vectors }: Golden = JSON.parse(new TextDecoder().decode(file));
  for (const vector of vectors) {
    const answer = await engine(await decodeFile(pngOf(vector.crop_png)));
    const wrong =
      apart([answer.logit], [vector.logit]) > tolerance.logit ||
      apart([answer.gate], [vector.gate]) > tolerance.gate ||
      apart(answer.evidence.flat(), vector.evidence.flat()) > tolerance.evidence;
    if (wrong) throw new Error(`wrong answer to the golden vector ${vector.id}`);
  }
}

/** The largest distance; infinite where the lengths differ or a number is missing. */
export function apart(got: readonly number[], wanted: readonly number[]): number {
  if (got.length !== wanted.length) return Number.POSITIVE_INFINITY;
  const distances = got.map((value, i) => Math.abs(value - (wanted[i] as number)));
  return distances.some(Number.isNaN) ? Number.POSITIVE_INFINITY : Math.max(0, ...distances);
}

function pngOf(base64: string): Blob {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: "image/png" });
}
