// Three turned copies of a picture on one sheet: a detector finds faces in all of them in one run.
import type { Box, Face } from "../../results/result.types";
import { blackPicture, paste, type Raster, type Size } from "../picture/raster";
import { boxTurnedBack, type Turn, turnPicture } from "../picture/turning";
import type { TurnedFace } from "./selection";

interface Quarter {
  turn: Turn;
  column: 0 | 1;
  row: 0 | 1;
}

/** Which quarter of the sheet has which copy; the fourth stays black. */
const QUARTERS: readonly Quarter[] = [
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
 * Boxes of the sheet, in pixels of the small upright picture and in their order.
 *
 * A box belongs to the quarter that holds its centre; what lies in the fourth is dropped.
 */
export function fromSheet(faces: readonly Face[], small: Size, half: number): TurnedFace[] {
  return faces.flatMap(({ box, score }) => {
    const quarter = QUARTERS.find((each) => holds(each, box, half));
    if (quarter === undefined) return [];
    const { turn, column, row } = quarter;
    return [{ turn, score, box: boxTurnedBack(turn, movedBy(box, -column * half, -row * half), small) }];
  });
}

function holds({ column, row }: Quarter, box: Box, half: number): boolean {
  const isRight = (box.left + box.right) / 2 >= half;
  const isLow = (box.top + box.bottom) / 2 >= half;
  return isRight === (column === 1) && isLow === (row === 1);
}

function movedBy({ left, top, right, bottom }: Box, x: number, y: number): Box {
  return { left: left + x, top: top + y, right: right + x, bottom: bottom + y };
}
