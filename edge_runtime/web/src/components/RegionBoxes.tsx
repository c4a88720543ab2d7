import { nameOf } from "../results/plainWords";
import type { Box, Face, Region } from "../results/result.types";

const THICK = 0.6;
const THIN = 0.2;

/** Boxes of regions with their verdicts; possible faces, and the whole picture beside faces, in thin lines. */
export function RegionBoxes(props: { regions: readonly Region[]; possible: readonly Face[]; unit: number }) {
  const { regions, possible, unit } = props;
  return (
    <>
      {possible.map(({ box }, index) => (
        <g key={index} className="possible">
          <rect {...outlineOf(box)} stroke="#202020" strokeWidth={unit * THIN} />
          <rect {...outlineOf(box)} className="line" strokeWidth={unit * THIN} strokeDasharray={unit} />
        </g>
      ))}
      {regions.map((region, index) => (
        <RegionBox
          key={nameOf(region, index)}
          region={region}
          label={nameOf(region, index)}
          unit={unit}
          isThin={region.kind === "image" && regions.length > 1}
        />
      ))}
    </>
  );
}

/** `unit` is a hundredth of the picture's longer side, so that lines look alike in all sizes. */
function RegionBox(props: { region: Region; label: string; unit: number; isThin: boolean }) {
  const { region, label, unit, isThin } = props;
  const { left, top } = region.box;
  const text = `${label} ${region.verdict}`;
  const bar = { width: unit * (text.length * 1.9 + 1.5), height: unit * 4 };
  const above = top >= bar.height ? top - bar.height : Math.max(0, top);
  return (
    <g className={`box ${region.verdict.toLowerCase()}`}>
      {!isThin && <rect {...outlineOf(region.box)} stroke="#fff" strokeWidth={unit * THICK * 1.5} />}
      <rect {...outlineOf(region.box)} className="line" strokeWidth={unit * (isThin ? THIN : THICK)} />
      <rect className="label" x={Math.max(0, left)} y={above} {...bar} />
      <text x={Math.max(0, left) + unit * 0.75} y={above + unit * 2.9} fontSize={unit * 2.8}>
        {text}
      </text>
    </g>
  );
}

function outlineOf({ left, top, right, bottom }: Box) {
  return { x: left, y: top, width: right - left, height: bottom - top, fill: "none" };
}
