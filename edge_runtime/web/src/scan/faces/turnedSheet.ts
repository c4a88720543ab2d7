// Three turned copies of a picture on one sheet: a detector finds faces in all of them in one run.
import type { Box, Face } from "../../results/result.types";
import { blackPicture, paste, type Raster, type Size } from "../picture/raster";
import { boxTurnedBack, type Turn, turnPicture } from "../picture/turning";

/** Which quarter of the sheet has which copy; the fourth stays black. */
const QUARTERS: readonly { turn: Turn; column: 0 | 1; row: 0 | 1 }[] = [
  { turn: 90, column: 0, row: 0 },
  { turn: 180, column: 1, row: 0 },
  { turn: 270, column: 0, row: 1 },
];

/**
 * The sheet.
 *
 * @param small The upright picture, shrunk so that it fits into a quarter.
 * @param half Side of a quarter in pixels.
 */
export function turnedSheet(small: Raster, half: number): Raster {
  const sheet = blackPicture(2 * half, 2 * half);
  for (const { turn, column, row } of QUARTERS) paste(sheet, turnPicture(small, turn), column * half, row * half);
  return sheet;
}

/**
 * The turn with the best face, and the faces of its copy in pixels of the small upright picture.
 *
 * @param faces In pixels of the sheet, best first; one belongs to the quarter that holds its centre.
 * @param from Score that the best face must reach.
 * @returns null if there is no such face.
 */
export function bestTurn(
  faces: readonly Face[],
  small: Size,
  half: number,
  from: number,
): { turn: Turn; faces: Face[] } | null {
  const copies = QUARTERS.map(({ turn, column, row }) => {
    const inside = faces.filter(({ box }) => liesIn(box, half, column, row));
    const moved = inside.map(({ box, score }) => ({ box: movedBy(box, -column * half, -row * half), score }));
    return { turn, faces: moved.map(({ box, score }) => ({ box: boxTurnedBack(turn, box, small), score })) };
  });
  const bestOf = (copy: { faces: Face[] }) => copy.faces[0]?.score ?? 0;
  const best = copies.reduce((best, copy) => (bestOf(copy) > bestOf(best) ? copy : best));
  return bestOf(best) >= from ? best : null;
}

function liesIn(box: Box, half: number, column: 0 | 1, row: 0 | 1): boolean {
  const isRight = (box.left + box.right) / 2 >= half;
  const isLow = (box.top + box.bottom) / 2 >= half;
  return isRight === (column === 1) && isLow === (row === 1);
}

function movedBy({ left, top, right, bottom }: Box, x: number, y: number): Box {
  return { left: left + x, top: top + y, right: right + x, bottom: bottom + y };
}
