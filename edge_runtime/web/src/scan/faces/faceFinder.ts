import type { Box, Face } from "../../results/result.types";
import type { Contract } from "../contract";
import { inPicture, type Overview } from "../picture/overview";
import type { Raster } from "../picture/raster";
import type { Turn } from "../picture/turning";
import { type Detector, openDetector } from "./detector";
import { enlarged, fitted, padded } from "./letterbox";
import { select, type Selection } from "./selection";
import { bestTurn, turnedSheet } from "./turnedSheet";

/** The faces of a picture, in its pixels, and by how much it was turned to find them. */
export interface FoundFaces extends Selection {
  rotated: Turn;
}

/** Where a box of a small copy lies in the picture. */
type Placement = (box: Box) => Box;

const NOTHING: FoundFaces = { faces: [], possible: [], omitted: 0, rotated: 0 };

/** Finds the faces of pictures with the two detectors of a bundle. */
export class FaceFinder {
  private constructor(
    private readonly rules: Pick<Contract, "faces" | "crop">,
    private readonly still: Detector,
    private readonly camera: Detector,
  ) {}

  /** @throws If a file is not the face detector that the contract says. */
  static async open(
    rules: Pick<Contract, "faces" | "crop">,
    read: (file: string) => Promise<Uint8Array>,
  ): Promise<FaceFinder> {
    const { still, camera } = rules.faces;
    const [ofStills, ofCamera] = [
      await openDetector(await read(still.file), still, rules.faces),
      await openDetector(await read(camera.file), camera, rules.faces),
    ];
    return new FaceFinder(rules, ofStills, ofCamera);
  }

  /** Faces in pixels of the picture; if there are none, those of the picture turned by quarters of a circle. */
  async find(overview: Overview): Promise<FoundFaces> {
    const { picture, small } = overview;
    if (Math.min(picture.width, picture.height) < this.rules.faces.min_picture_side) return NOTHING;
    const letterboxed = fitted(small, this.rules.faces.still.input_size);
    const toPicture = (box: Box) => inPicture(enlarged(box, letterboxed, small), overview.factor);
    const upright = await this.findUpright(letterboxed, toPicture);
    if (upright.faces.length > 0) return upright;
    return (await this.findTurned(letterboxed, toPicture)) ?? upright;
  }

  private async findUpright(letterboxed: Raster, toPicture: Placement): Promise<FoundFaces> {
    const found = await this.still(padded(letterboxed, this.rules.faces.still.input_size));
    return { ...this.select(found, toPicture), rotated: 0 };
  }

  /** All three turns are looked at in one run of the detector for camera frames, which is smaller. */
  private async findTurned(letterboxed: Raster, toPicture: Placement): Promise<FoundFaces | null> {
    const half = this.rules.faces.camera.input_size / 2;
    const tiny = fitted(letterboxed, half);
    const found = await this.camera(turnedSheet(tiny, half));
    const best = bestTurn(found, tiny, half, this.rules.faces.turned_from);
    if (best === null) return null;
    const selection = this.select(best.faces, (box) => toPicture(enlarged(box, tiny, letterboxed)));
    return { ...selection, rotated: best.turn };
  }

  private select(found: readonly Face[], toPicture: Placement): Selection {
    const faces = found.map(({ box, score }) => ({ box: toPicture(box), score }));
    return select(faces, this.rules.faces, this.rules.crop.min_face_side);
  }
}
