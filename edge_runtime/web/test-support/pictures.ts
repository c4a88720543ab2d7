import type { Explanation } from "../src/results/explanation";
import { Problem } from "../src/results/problem";
import type { Picture, PictureState } from "../src/pictures/pictureList";

export function picture(id: number, state: PictureState = { kind: "waiting" }, name = `${id}.png`): Picture {
  return { id, file: new File(["x"], name), url: `blob:${id}`, state };
}

export function scanned(id: number, explanation: Explanation): Picture {
  return picture(id, { kind: "scanned", explanation });
}

export function failed(id: number, problem = new Problem("undecodable", "damaged")): Picture {
  return picture(id, { kind: "failed", problem });
}
