import type { Explanation } from "../results/explanation";
import type { Bundle } from "../results/result.types";
import type { Contract } from "./contract";
import { openEngine } from "./engine/engine";
import { checkGolden } from "./engine/goldenCheck";
import { FaceFinder } from "./faces/faceFinder";
import { decodeFile } from "./picture/decodeFile";
import { overviewOf } from "./picture/overview";
import type { Raster } from "./picture/raster";
import { RegionJudge } from "./regions/regionJudge";
import { failedScan, scannedResult } from "./scanResult";
import { Stopwatch } from "./stopwatch";

const GOLDEN_FILE = "golden.json";

/** Scans pictures in this browser; nothing is sent anywhere. */
export class BrowserScanner {
  private constructor(
    private readonly contract: Contract,
    private readonly bundle: Bundle,
    private readonly judge: RegionJudge,
    private readonly faceFinder: FaceFinder,
  ) {}

  /**
   * Compiles the bundle's networks and has them answer its golden vectors.
   *
   * @param read Gives a file of the bundle.
   * @throws If the runtime is not served here, refuses a network, or computes wrongly.
   */
  static async open(
    contract: Contract,
    bundle: Bundle,
    read: (file: string) => Promise<Uint8Array<ArrayBuffer>>,
  ): Promise<BrowserScanner> {
    const engine = await openEngine(await read(contract.model.file), contract.outputs);
    await checkGolden(engine, await read(GOLDEN_FILE));
    const faceFinder = await FaceFinder.open(contract, read);
    return new BrowserScanner(contract, bundle, new RegionJudge(contract, engine), faceFinder);
  }

  /** @throws {Problem} With a failed result, if the picture cannot be judged. */
  async scan(file: File): Promise<Explanation> {
    const watch = new Stopwatch();
    const picture = await watch.time("decode", () => this.decode(file));
    this.checkSize(file, picture);
    const overview = await watch.time("crop", () => overviewOf(picture, this.contract.input.shape[1]));
    const found = await watch.time("detect", () => this.faceFinder.find(overview));
    const judged = await this.judge.judge(overview, found, watch);
    const regions = judged.map(({ region }) => region);
    const scanned = { picture, found, regions, timings: watch.timings() };
    return {
      result: scannedResult(file, this.bundle, this.contract, scanned),
      evidence: judged.map(({ evidence }) => evidence),
    };
  }

  private decode(file: File): Promise<Raster> {
    return decodeFile(file).catch(() => {
      const message = "this browser cannot decode it";
      throw failedScan(file, this.bundle, null, { code: "undecodable", message });
    });
  }

  private checkSize(file: File, picture: Raster): void {
    const least = this.contract.crop.min_picture_side;
    if (Math.min(picture.width, picture.height) >= least) return;
    const message = `the shorter side has less than ${least} pixels`;
    throw failedScan(file, this.bundle, picture, { code: "too_small", message });
  }
}
