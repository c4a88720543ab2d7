import type { Evidence, Explanation } from "../results/explanation";
import { Problem } from "../results/problem";
import { BROWSER_BACKEND } from "./backend";
import type { Bundle, Failure, Region, Runtime, ScanResult } from "../results/result.types";
import { decodeFile } from "./picture/decodeFile";
import { decidePicture, probabilityOf, verdictOf } from "./decision";
import { type Engine, openEngine } from "./engine/engine";
import { type Face, type FaceFinder, openFaceFinder } from "./faces/faceFinder";
import { cutCrop, planCrop, planWhole } from "./picture/geometry";
import { checkGolden } from "./engine/goldenCheck";
import { cutMirrored, foldMirrored } from "./picture/mirrorTiling";
import { qualityFlags } from "./picture/quality";
import type { Raster } from "./picture/raster";
import type { Contract } from "./contract";

const GOLDEN_FILE = "golden.json";

const RUNTIME: Runtime = {
  backend: BROWSER_BACKEND,
  accelerator: "cpu",
  threads: 1,
  requested: "cpu",
  residency: "full",
  reason: "WebAssembly in this browser",
};

/** Scans pictures in this browser; nothing is sent anywhere. */
export class BrowserScanner {
  private constructor(
    private readonly contract: Contract,
    private readonly bundle: Bundle,
    private readonly engine: Engine,
    private readonly findFaces: FaceFinder,
  ) {}

  /**
   * Compiles the bundle's networks and has them answer its golden vectors.
   *
   * @param read Gives a file of the bundle.
   * @throws If the runtime is not served here, refuses a network, or computes wrongly.
   */
  static async open(contract: Contract, bundle: Bundle, read: (file: string) => Promise<Uint8Array<ArrayBuffer>>): Promise<BrowserScanner> {
    const engine = await openEngine(await read(contract.model.file), contract.outputs);
    await checkGolden(engine, await read(GOLDEN_FILE));
    return new BrowserScanner(contract, bundle, engine, await openFaceFinder(contract.faces, read));
  }

  /** @throws {Problem} With a failed result, if the picture cannot be judged. */
  async scan(file: File): Promise<Explanation> {
    const times = { decode: 0, detect: 0, crop: 0, infer: 0, total: 0 };
    const timed = async <T>(step: keyof typeof times, work: () => T | Promise<T>): Promise<T> => {
      const start = performance.now();
      const value = await work();
      times[step] += performance.now() - start;
      return value;
    };
    const picture = await timed("decode", () => decodeFile(file)).catch(() => {
      throw this.failed(file, "undecodable", "this browser cannot decode it");
    });
    const least = this.contract.crop.min_picture_side;
    if (Math.min(picture.width, picture.height) < least) {
      throw this.failed(file, "too_small", `the shorter side has less than ${least} pixels`);
    }
    const faces = await timed("detect", () => this.facesOf(picture));
    const scanned: [Region, Evidence][] = [];
    for (const face of faces.length > 0 ? faces : [null]) {
      const square = this.squareOf(picture, face);
      const crop = await timed("crop", () => this.cropOf(picture, face, square));
      scanned.push(await timed("infer", () => this.scanRegion(crop, face, square)));
    }
    times.total = times.decode + times.detect + times.crop + times.infer;
    const regions = scanned.map(([region]) => region);
    const result: ScanResult = {
      ...this.emptyResult(file),
      status: "scanned",
      image: { width: picture.width, height: picture.height, notes: [] },
      ...decidePicture(regions.map((region) => region.probability), this.contract.decision),
      regions,
      timings_ms: times,
    };
    return { result, evidence: scanned.map(([, evidence]) => evidence) };
  }

  private async facesOf(picture: Raster): Promise<Face[]> {
    const faces = await this.findFaces(picture);
    const least = this.contract.crop.min_face_side;
    return faces.filter(({ box }) => Math.max(box.right - box.left, box.bottom - box.top) >= least);
  }

  private squareOf(picture: Raster, face: Face | null) {
    return face === null ? planWhole(picture.width, picture.height) : planCrop(face.box, this.contract.crop.face_margin);
  }

  private isMirrored(face: Face | null, square: Region["box"]): boolean {
    return face === null && square.right - square.left < this.contract.crop.mirror_below;
  }

  private cropOf(picture: Raster, face: Face | null, square: Region["box"]): Raster {
    const size = this.contract.input.shape[1];
    if (this.isMirrored(face, square)) return cutMirrored(picture, square, this.contract.crop.mirror_side, size);
    return cutCrop(picture, square, size);
  }

  private async scanRegion(crop: Raster, face: Face | null, square: Region["box"]): Promise<[Region, Evidence]> {
    const { logit, gate, evidence } = await this.engine(crop);
    const probability = probabilityOf(logit, this.contract.decision);
    const region: Region = {
      kind: face === null ? "image" : "face",
      box: face?.box ?? square,
      face_score: face?.score ?? null,
      logit,
      probability,
      verdict: verdictOf(probability, this.contract.decision),
      gate,
      quality: qualityFlags(crop, square.right - square.left, this.contract.quality),
    };
    const folded = this.isMirrored(face, square)
      ? foldMirrored(evidence, this.contract.crop.mirror_side, crop.width)
      : evidence;
    return [region, { square, values: folded }];
  }

  private failed(file: File, code: Failure["code"], message: string): Problem {
    return new Problem(code, message, { ...this.emptyResult(file), failure: { code, message } });
  }

  private emptyResult(file: File): ScanResult {
    return {
      schema: "edge-runtime/scan-result/1",
      source: file.name,
      status: "failed",
      image: null,
      failure: null,
      verdict: null,
      probability: null,
      regions: [],
      bundle: this.bundle,
      runtime: RUNTIME,
      timings_ms: null,
    };
  }
}
