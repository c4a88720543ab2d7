import type { Evidence } from "../../results/explanation";
import type { Face, Region } from "../../results/result.types";
import type { Contract } from "../contract";
import { probabilityOf, verdictOf } from "../decision";
import type { Engine, NetworkOutput } from "../engine/engine";
import type { FoundFaces } from "../faces/selection";
import { drawnIn } from "../picture/geometry";
import { qualityFlags } from "../picture/quality";
import type { Overview } from "../picture/overview";
import { mirrorLeftRight } from "../picture/turning";
import type { Stopwatch } from "../stopwatch";
import { type RegionReason, reasonsOf } from "./reasons";
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
    const { crop: rule, input, reasons: limits, quality } = this.contract;
    const crop = await watch.time("crop", () => cutView(overview, view, rule, input.shape[1]));
    const first = await watch.time("infer", () => this.engine(crop));
    const reasons = reasonsOf({ picture: overview.picture, view, crop }, limits);
    const second = this.isDecided(first.logit, reasons) ? await this.lookAgain(overview, view, watch) : null;
    const region: Region = {
      kind: view.kind,
      box: face?.box ?? view.square,
      face_score: face?.score ?? null,
      ...this.decide(first, second, reasons),
      gate: first.gate,
      quality: qualityFlags(crop, view.square.right - view.square.left, quality),
    };
    return { region, evidence: { square: view.square, values: evidenceOf(view, first.evidence, rule, crop.width) } };
  }

  /** Whether the first look alone would give REAL or FAKE. */
  private isDecided(logit: number, reasons: readonly RegionReason[]): boolean {
    const { decision } = this.contract;
    return reasons.length === 0 && verdictOf(probabilityOf(logit, decision), decision) !== "UNSURE";
  }

  /** The network's answer to the same region, drawn in a little and mirrored. */
  private async lookAgain(overview: Overview, view: RegionView, watch: Stopwatch): Promise<NetworkOutput> {
    const { crop: rule, input, second_look: again } = this.contract;
    const closer = { ...view, square: drawnIn(view.square, again.inset) };
    const crop = await watch.time("crop", () => mirrorLeftRight(cutView(overview, closer, rule, input.shape[1])));
    return watch.time("infer", () => this.engine(crop));
  }

  private decide(
    { logit: first }: NetworkOutput,
    second: NetworkOutput | null,
    found: readonly RegionReason[],
  ): Pick<Region, "logit" | "looks" | "probability" | "verdict" | "reasons"> {
    const { decision, second_look: again } = this.contract;
    const looks: Region["looks"] = second === null ? [first] : [first, second.logit];
    const isUnstable = second !== null && Math.abs(first - second.logit) > again.limit;
    const reasons: RegionReason[] = isUnstable ? [...found, "unstable"] : [...found];
    const logit = second === null ? first : (first + second.logit) / 2;
    const probability = probabilityOf(logit, decision);
    const verdict = reasons.length > 0 ? "UNSURE" : verdictOf(probability, decision);
    return { logit, looks, probability, verdict, reasons };
  }
}
