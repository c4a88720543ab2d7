import type { Outcome } from "../pictures/pictureList";

const SIGNS: Record<Outcome, string> = {
  FAKE: "▲",
  UNSURE: "◆",
  REAL: "●",
  FAILED: "✕",
  WAITING: "…",
};

/** A verdict in colour, word and shape. */
export function Badge({ outcome }: { outcome: Outcome }) {
  return (
    <span className={`badge ${outcome.toLowerCase()}`}>
      <span aria-hidden="true">{SIGNS[outcome]} </span>
      {outcome}
    </span>
  );
}
