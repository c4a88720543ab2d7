import type { Region } from "../results/result.types";
import { nameOf, REASONS } from "../results/plainWords";

/** A table of all regions that were judged; one that is UNSURE for a reason has it under its verdict. */
export function Regions({ regions }: { regions: readonly Region[] }) {
  return (
    <table>
      <caption>What was judged</caption>
      <thead>
        <tr>
          <th scope="col">Region</th>
          <th scope="col">Verdict</th>
          <th scope="col">Probability</th>
          <th scope="col">Visual weight</th>
          <th scope="col">Size</th>
        </tr>
      </thead>
      {regions.map((region, index) => (
        <RegionRows key={nameOf(region, index)} region={region} name={nameOf(region, index)} />
      ))}
    </table>
  );
}

function RegionRows({ region, name }: { region: Region; name: string }) {
  const { box, verdict, reasons } = region;
  return (
    <tbody>
      <tr>
        <th scope="row">{name}</th>
        <td className={`verdict ${verdict.toLowerCase()}`}>{verdict}</td>
        <td>{region.probability.toFixed(3)}</td>
        <td>{region.gate.toFixed(2)}</td>
        <td>{Math.max(box.right - box.left, box.bottom - box.top).toFixed(0)}{"\u00a0"}px</td>
      </tr>
      {reasons.length > 0 && (
        <tr className="reasons">
          <td />
          <td colSpan={4}>{reasons.map((reason) => REASONS[reason]).join("; ")}</td>
        </tr>
      )}
    </tbody>
  );
}
