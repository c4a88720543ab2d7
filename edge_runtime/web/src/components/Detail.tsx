import { Fragment } from "react";
import type { Explanation } from "../results/explanation";
import type { Problem } from "../results/problem";
import { BROWSER_BACKEND } from "../scan/backend";
import type { Thresholds } from "../scan/contract";
import { outcomeOf, type Picture } from "../pictures/pictureList";
import { FAILURES, reasonsInWords } from "../results/plainWords";
import { whyOf } from "../results/why";
import { Badge } from "./Badge";
import { Overlay } from "./Overlay";
import { Preview } from "./Preview";
import { ProbabilityBar } from "./ProbabilityBar";
import { Regions } from "./Regions";

/** One picture, its result and the reasons for it. */
export function Detail({ picture, thresholds }: { picture: Picture; thresholds: Thresholds }) {
  const { state } = picture;
  return (
    <article className="detail" aria-labelledby="shown">
      {state.kind === "scanned" ? (
        <Overlay picture={picture} explanation={state.explanation} />
      ) : (
        <figure>
          <Preview picture={picture} alt={picture.file.name} />
        </figure>
      )}
      <div className="facts">
        <header>
          <h2 id="shown">{breakable(picture.file.name)}</h2>
          <Badge outcome={outcomeOf(picture)} />
        </header>
        {state.kind === "scanned" && <Capped reasons={reasonsInWords(state.explanation.result)} />}
        {state.kind === "waiting" && <p className="quiet">Being judged…</p>}
        {state.kind === "failed" && <Failed problem={state.problem} />}
        {state.kind === "scanned" && <Scanned explanation={state.explanation} thresholds={thresholds} />}
      </div>
    </article>
  );
}

/** A file name that may be broken after an underscore. */
function breakable(name: string) {
  return name.split(/(?<=_)/).map((part, index) => (
    <Fragment key={`${index}${part}`}>
      {part}
      <wbr />
    </Fragment>
  ));
}

function Scanned({ explanation, thresholds }: { explanation: Explanation; thresholds: Thresholds }) {
  const { result } = explanation;
  const { image, rotated, runtime, timings_ms: timings } = result;
  return (
    <>
      <ProbabilityBar probability={result.probability ?? 0} thresholds={thresholds} />
      <h3>Why</h3>
      <ul className="why">
        {whyOf(result, thresholds).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <Regions regions={result.regions} />
      <p className="quiet">
        {image?.width} × {image?.height} px{rotated === 0 ? "" : `, turned ${rotated}°`} · {timings?.total.toFixed(0)} ms · {runtime.backend} on{" "}
        {runtime.accelerator}, {runtime.backend === BROWSER_BACKEND ? "in this browser" : "on the server"}
      </p>
    </>
  );
}

/** Under the verdict: why it is UNSURE, whatever the probability. */
function Capped({ reasons }: { reasons: readonly string[] }) {
  return reasons.length === 0 ? null : <p className="capped">{reasons.join("; ")}</p>;
}

function Failed({ problem }: { problem: Problem }) {
  const code = problem.result?.failure?.code;
  return (
    <>
      <p>{code === undefined ? problem.message : FAILURES[code]}</p>
      <p className="quiet">
        <code>{problem.code}</code> {code === undefined ? "" : problem.message}
      </p>
    </>
  );
}
