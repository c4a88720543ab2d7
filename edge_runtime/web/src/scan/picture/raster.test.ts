// @vitest-environment node
import { expect, test } from "vitest";
import { blackPicture, paste } from "./raster";

test("a picture is pasted where it belongs, and the rest stays", () => {
  const onto = blackPicture(3, 2);
  paste(onto, { width: 2, height: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) }, 1, 1);
  expect([...onto.data]).toEqual([...Array(12).fill(0), 1, 2, 3, 4, 5, 6]);
});
