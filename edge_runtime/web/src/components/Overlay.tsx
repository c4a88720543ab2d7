import { useId, useState } from "react";
import type { Picture } from "../pictures/pictureList";
import type { Explanation } from "../results/explanation";
import { EvidenceMaps } from "./EvidenceMaps";
import { Preview } from "./Preview";
import { RegionBoxes } from "./RegionBoxes";

/** The picture with its regions and the evidence in them, either of which can be hidden. */
export function Overlay({ picture, explanation }: { picture: Picture; explanation: Explanation }) {
  const [showEvidence, setShowEvidence] = useState(true);
  const [showRegions, setShowRegions] = useState(true);
  const { image, regions, possible_faces: possible } = explanation.result;
  const [width, height] = [image?.width ?? 1, image?.height ?? 1];
  return (
    <figure>
      <div className="stack" style={{ aspectRatio: `${width} / ${height}` }}>
        <Preview picture={picture} alt={picture.file.name} />
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {showEvidence && <EvidenceMaps evidence={explanation.evidence} />}
          {showRegions && (
            <RegionBoxes regions={regions} possible={possible} unit={Math.max(width, height) / 100} />
          )}
        </svg>
      </div>
      <figcaption>
        <Switch label="Evidence" on={showEvidence} onChange={setShowEvidence} />
        <Switch label="Regions" on={showRegions} onChange={setShowRegions} />
        <span className="legend">
          <i className="for-fake" /> evidence for fake <i className="for-real" /> evidence for real
          {possible.length > 0 && (
            <>
              {" "}
              <i className="possible-face" /> possible face, not judged
            </>
          )}
        </span>
      </figcaption>
    </figure>
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
