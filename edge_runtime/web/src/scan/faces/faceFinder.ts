import type { Face } from "../../results/result.types";
import type { Contract } from "../contract";
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

  /** Faces of the picture; if there are none, those of the picture turned by quarters of a circle. */
  async find(picture: Raster): Promise<FoundFaces> {
    if (Math.min(picture.width, picture.height) < this.rules.faces.min_picture_side) return NOTHING;
    const upright = await this.findUpright(picture);
    if (upright.faces.length > 0) return upright;
    return (await this.findTurned(picture)) ?? upright;
  }

  private async findUpright(picture: Raster): Promise<FoundFaces> {
    const size = this.rules.faces.still.input_size;
    const small = fitted(picture, size);
    return { ...this.select(await this.still(padded(small, size)), small, picture), rotated: 0 };
  }

  /** All three turns are looked at in one run of the detector for camera frames, which is smaller. */
  private async findTurned(picture: Raster): Promise<FoundFaces | null> {
    const half = this.rules.faces.camera.input_size / 2;
    const small = fitted(picture, half);
    const found = await this.camera(turnedSheet(small, half));
    const best = bestTurn(found, small, half, this.rules.faces.turned_from);
    return best && { ...this.select(best.faces, small, picture), rotated: best.turn };
  }

  private select(found: readonly Face[], small: Raster, picture: Raster): Selection {
    const faces = found.map(({ box, score }) => ({ box: enlarged(box, small, picture), score }));
    return select(faces, this.rules.faces, this.rules.crop.min_face_side);
  }
}
