import type { Box, Face } from "../../results/result.types";
import type { Contract } from "../contract";
import { inPicture, type Overview } from "../picture/overview";
import type { Raster } from "../picture/raster";
import { type Detector, openDetector } from "./detector";
import { enlarged, fitted, padded } from "./letterbox";
import { choose, type FoundFaces, mayBeTurned, select, type SelectionRule, type TurnedFace } from "./selection";
import { fromSheet, turnedSheet } from "./turnedSheet";

const NOTHING: FoundFaces = { faces: [], possible: [], omitted: 0, rotated: 0 };

/** Finds the faces of pictures with the two detectors of a bundle. */
export class FaceFinder {
  private readonly rule: SelectionRule;

  private constructor(
    private readonly contract: Pick<Contract, "faces" | "crop">,
    private readonly still: Detector,
    private readonly camera: Detector,
  ) {
    this.rule = { ...contract.faces, min_face_side: contract.crop.min_face_side };
  }

  /** @throws If a file is not the face detector that the contract says. */
  static async open(
    contract: Pick<Contract, "faces" | "crop">,
    read: (file: string) => Promise<Uint8Array>,
  ): Promise<FaceFinder> {
    const { still, camera } = contract.faces;
    const ofStills = await openDetector(await read(still.file), still, contract.faces);
    const ofCamera = await openDetector(await read(camera.file), camera, contract.faces);
    return new FaceFinder(contract, ofStills, ofCamera);
  }

  /** Faces in pixels of the picture; if none is sure, perhaps those of the picture turned by quarters of a circle. */
  async find({ picture, small, factor }: Overview): Promise<FoundFaces> {
    if (Math.min(picture.width, picture.height) < this.contract.faces.min_picture_side) return NOTHING;
    const letterboxed = fitted(small, this.contract.faces.still.input_size);
    const place = <T extends Face>(face: T): T => moved(face, (box) => inPicture(enlarged(box, letterboxed, small), factor));
    const upright = select((await this.findUpright(letterboxed)).map(place), this.rule);
    const turned = mayBeTurned(upright, this.rule) ? await this.findTurned(letterboxed) : [];
    return choose(upright, turned.map(place), this.rule);
  }

  private findUpright(letterboxed: Raster): Promise<Face[]> {
    return this.still(padded(letterboxed, this.contract.faces.still.input_size));
  }

  /** All three turns are looked at in one run of the detector for camera frames, which is smaller. */
  private async findTurned(letterboxed: Raster): Promise<TurnedFace[]> {
    const half = this.contract.faces.camera.input_size / 2;
    const tiny = fitted(letterboxed, half);
    const found = fromSheet(await this.camera(turnedSheet(tiny, half)), tiny, half);
    return found.map((face) => moved(face, (box) => enlarged(box, tiny, letterboxed)));
  }
}

function moved<T extends Face>(face: T, place: (box: Box) => Box): T {
  return { ...face, box: place(face.box) };
}
