import type { CSSProperties } from "react";
import type { Rules } from "../server/api";
import { percent } from "../results/percent";

/** A probability of fake, as a number and on the band of the three verdicts. */
export function Band({ probability, rules }: { probability: number; rules: Rules }) {
  const [real, fake] = [percent(rules.realAt), percent(rules.fakeAt)];
  const label = `Probability ${percent(probability)}. REAL up to ${real}, FAKE from ${fake}, UNSURE between.`;
  const places = { "--real-at": rules.realAt, "--fake-at": rules.fakeAt, "--at": probability };
  return (
    <div>
      <p className="number">
        <strong>{percent(probability)}</strong> probability of fake
      </p>
      <div className="band" role="img" aria-label={label} style={places as CSSProperties}>
        <div className="parts">
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
