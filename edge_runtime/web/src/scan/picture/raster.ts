export interface Size {
  width: number;
  height: number;
}

/** An upright picture: rows from the top, three bytes a pixel, R, G, B. */
export interface Raster extends Size {
  data: Uint8Array<ArrayBuffer>;
}

export function blackPicture(width: number, height: number): Raster {
  return { width, height, data: new Uint8Array(width * height * 3) };
}

/** Copies a picture onto a larger one; it must lie inside. */
export function paste(onto: Raster, picture: Raster, left: number, top: number): void {
  for (let y = 0; y < picture.height; y++) {
    const row = picture.data.subarray(y * picture.width * 3, (y + 1) * picture.width * 3);
    onto.data.set(row, ((top + y) * onto.width + left) * 3);
  }
}
