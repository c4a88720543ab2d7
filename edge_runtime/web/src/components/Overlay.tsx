import { useId, useMemo, useState } from "react";
import { evidenceMapUrl, peakOf } from "../results/evidenceMap";
import type { Evidence, Explanation } from "../results/explanation";
import type { Picture } from "../pictures/pictureList";
import type { Region } from "../results/result.types";
import { nameOf } from "../results/plainWords";
import { Preview } from "./Preview";

/** The picture with its regions and the evidence in them, either of which can be hidden. */
export function Overlay({ picture, explanation }: { picture: Picture; explanation: Explanation }) {
  const [showEvidence, setShowEvidence] = useState(true);
  const [showRegions, setShowRegions] = useState(true);
  const { result, evidence } = explanation;
  const [width, height] = [result.image?.width ?? 1, result.image?.height ?? 1];
  return (
    <figure>
      <div className="stack" style={{ aspectRatio: `${width} / ${height}` }}>
        <Preview picture={picture} alt={picture.file.name} />
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {showEvidence && <EvidenceMaps evidence={evidence} />}
          {showRegions &&
            result.regions.map((region, index) => (
              <RegionBox
                key={nameOf(region, index)}
                region={region}
                label={nameOf(region, index)}
                unit={Math.max(width, height) / 100}
              />
            ))}
        </svg>
      </div>
      <figcaption>
        <Switch label="Evidence" on={showEvidence} onChange={setShowEvidence} />
        <Switch label="Regions" on={showRegions} onChange={setShowRegions} />
        <span className="legend">
          <i className="for-fake" /> evidence for fake <i className="for-real" /> evidence for real
        </span>
      </figcaption>
    </figure>
  );
}

function EvidenceMaps({ evidence }: { evidence: readonly Evidence[] }) {
  const urls = useMemo(() => {
    const peak = peakOf(evidence.map((each) => each.values));
    return evidence.map((each) => evidenceMapUrl(each.values, peak));
  }, [evidence]);
  return evidence.map(({ square }, index) => (
    <image
      key={index}
      href={urls[index]}
      x={square.left}
      y={square.top}
      width={square.right - square.left}
      height={square.bottom - square.top}
      preserveAspectRatio="none"
    />
  ));
}

/** `unit` is a hundredth of the picture's longer side, so that lines look alike in all sizes. */
function RegionBox({ region, label, unit }: { region: Region; label: string; unit: number }) {
  const { left, top, right, bottom } = region.box;
  const text = `${label} ${region.verdict}`;
  const bar = { width: unit * (text.length * 1.9 + 1.5), height: unit * 4 };
  const above = top >= bar.height ? top - bar.height : Math.max(0, top);
  const box = { x: left, y: top, width: right - left, height: bottom - top, fill: "none" };
  return (
    <g className={`box ${region.verdict.toLowerCase()}`}>
      <rect {...box} stroke="#fff" strokeWidth={unit * 0.9} />
      <rect {...box} className="line" strokeWidth={unit * 0.6} />
      <rect className="label" x={Math.max(0, left)} y={above} {...bar} />
      <text x={Math.max(0, left) + unit * 0.75} y={above + unit * 2.9} fontSize={unit * 2.8}>
        {text}
      </text>
    </g>
  );
}

function Switch(props: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  const id = useId();
  return (
    <span className="switch">
      <input
        id={id}
        type="checkbox"
        checked={props.on}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <label htmlFor={id}>{props.label}</label>
    </span>
  );
}
