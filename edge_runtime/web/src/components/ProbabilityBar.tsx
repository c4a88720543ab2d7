import type { CSSProperties } from "react";
import { percent } from "../results/percent";
import type { Thresholds } from "../scan/contract";

/** A probability of fake, as a number and as a mark on a bar divided into the three verdicts. */
export function ProbabilityBar({ probability, thresholds }: { probability: number; thresholds: Thresholds }) {
  const { real_at: realAt, fake_at: fakeAt } = thresholds;
  const [real, fake] = [percent(realAt), percent(fakeAt)];
  const label = `Probability ${percent(probability)}. REAL up to ${real}, FAKE from ${fake}, UNSURE between.`;
  const positions = { "--real-at": realAt, "--fake-at": fakeAt, "--at": probability };
  return (
    <div>
      <p className="number">
        <strong>{percent(probability)}</strong> probability of fake
      </p>
      <div className="probability" role="img" aria-label={label} style={positions as CSSProperties}>
        <div className="segments">
          <i className="real" />
          <i className="unsure" />
          <i className="fake" />
        </div>
        <b className="marker" />
        <div className="scale">
          <span className="real">REAL ≤ {real}</span>
          <span className="fake">FAKE ≥ {fake}</span>
        </div>
      </div>
    </div>
  );
}
