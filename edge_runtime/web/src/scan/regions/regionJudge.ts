import type { Evidence } from "../../results/explanation";
import type { Face, Region } from "../../results/result.types";
import type { Contract } from "../contract";
import type { Engine } from "../engine/engine";
import type { FoundFaces } from "../faces/selection";
import { drawnIn } from "../picture/geometry";
import { qualityFlags } from "../picture/quality";
import type { Overview } from "../picture/overview";
import type { Raster } from "../picture/raster";
import { mirrorLeftRight } from "../picture/turning";
import type { Stopwatch } from "../stopwatch";
import { decide, needsSecondLook } from "./looks";
import { reasonsOf } from "./reasons";
import { cutView, evidenceOf, type RegionView, viewOf } from "./regionView";

export interface Judged {
  region: Region;
  evidence: Evidence;
}

/** Judges the regions of pictures by the rules of one contract. */
export class RegionJudge {
  constructor(
    private readonly contract: Contract,
    private readonly engine: Engine,
  ) {}

  /** The whole picture, then each of its faces. */
  async judge(overview: Overview, { faces, rotated }: FoundFaces, watch: Stopwatch): Promise<Judged[]> {
    const judged: Judged[] = [];
    for (const face of [null, ...faces]) {
      const view = viewOf(overview.picture, face, rotated, this.contract.crop);
      judged.push(await this.judgeOne(overview, face, view, watch));
    }
    return judged;
  }

  private async judgeOne(overview: Overview, face: Face | null, view: RegionView, watch: Stopwatch): Promise<Judged> {
    const { crop: rule, decision, second_look: again, quality } = this.contract;
    const crop = await watch.time("crop", () => this.cut(overview, view));
    const first = await watch.time("infer", () => this.engine(crop));
    const found = reasonsOf({ picture: overview.picture, view, crop }, this.contract.reasons);
    const looks: Region["looks"] = needsSecondLook(first.logit, found, decision)
      ? [first.logit, await this.lookAgain(overview, view, watch)]
      : [first.logit];
    const region: Region = {
      kind: view.kind,
      box: face?.box ?? view.square,
      face_score: face?.score ?? null,
      ...decide(looks, found, decision, again),
      gate: first.gate,
      quality: qualityFlags(crop, view.square.right - view.square.left, quality),
    };
    return { region, evidence: { square: view.square, values: evidenceOf(view, first.evidence, rule, crop.width) } };
  }

  /** The logit of the same region, drawn in a little and mirrored. */
  private async lookAgain(overview: Overview, view: RegionView, watch: Stopwatch): Promise<number> {
    const closer = { ...view, square: drawnIn(view.square, this.contract.second_look.inset) };
    const crop = await watch.time("crop", () => mirrorLeftRight(this.cut(overview, closer)));
    return (await watch.time("infer", () => this.engine(crop))).logit;
  }

  private cut(overview: Overview, view: RegionView): Raster {
    return cutView(overview, view, this.contract.crop, this.contract.input.shape[1]);
  }
}
