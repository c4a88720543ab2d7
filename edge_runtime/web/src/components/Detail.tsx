import { Fragment } from "react";
import type { Explanation, Problem, Rules } from "../server/api";
import { BROWSER_BACKEND } from "../scan/backend";
import { outcomeOf, type Picture } from "../pictures/pictureList";
import { FAILURES, reasonsOf } from "../results/plainWords";
import { Badge } from "./Badge";
import { Band } from "./ProbabilityBar";
import { Overlay } from "./Overlay";
import { Preview } from "./Preview";
import { Regions } from "./Regions";

/** One picture and all that is known of it. */
export function Detail({ picture, rules }: { picture: Picture; rules: Rules }) {
  const { state } = picture;
  return (
    <article className="detail" aria-labelledby="shown">
      {state.kind === "judged" ? (
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
        {state.kind === "waiting" && <p className="quiet">Being judged…</p>}
        {state.kind === "failed" && <Failed problem={state.problem} />}
        {state.kind === "judged" && <Judged explanation={state.explanation} rules={rules} />}
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

function Judged({ explanation, rules }: { explanation: Explanation; rules: Rules }) {
  const { result } = explanation;
  const { image, runtime, timings_ms: timings } = result;
  return (
    <>
      <Band probability={result.probability ?? 0} rules={rules} />
      <h3>Why</h3>
      <ul className="reasons">
        {reasonsOf(result, rules).map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <Regions regions={result.regions} />
      <p className="quiet">
        {image?.width} × {image?.height} px · {timings?.total.toFixed(0)} ms · {runtime.backend} on{" "}
        {runtime.accelerator}, {runtime.backend === BROWSER_BACKEND ? "in this browser" : "on the server"}
      </p>
    </>
  );
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
