import { useId, useMemo } from "react";
import { evidenceMapUrl, peakOf } from "../results/evidenceMap";
import type { Evidence } from "../results/explanation";
import type { Box } from "../results/result.types";

/** How opaque the map of the whole picture is where there are faces, too. */
const BESIDE_FACES = 0.5;

/**
 * Evidence as coloured maps on one scale. Where squares overlap, as those of faces do with the whole
 * picture, only the later one is painted: two maps on top of each other would show a sum that nothing stands for.
 * The whole picture comes first, and is paler beside faces.
 */
export function EvidenceMaps({ evidence }: { evidence: readonly Evidence[] }) {
  const id = useId();
  const urls = useMemo(() => {
    const peak = peakOf(evidence.map((each) => each.values));
    return evidence.map((each) => evidenceMapUrl(each.values, peak));
  }, [evidence]);
  return evidence.map(({ square }, index) => (
    <g key={index}>
      <mask id={`${id}${index}`} maskUnits="userSpaceOnUse" {...placeOf(square)}>
        <rect {...placeOf(square)} fill="#fff" />
        {evidence.slice(index + 1).map((later, position) => (
          <rect key={position} {...placeOf(later.square)} fill="#000" />
        ))}
      </mask>
      <image
        href={urls[index]}
        {...placeOf(square)}
        preserveAspectRatio="none"
        mask={`url(#${id}${index})`}
        opacity={index === 0 && evidence.length > 1 ? BESIDE_FACES : 1}
      />
    </g>
  ));
}

function placeOf({ left, top, right, bottom }: Box) {
  return { x: left, y: top, width: right - left, height: bottom - top };
}
