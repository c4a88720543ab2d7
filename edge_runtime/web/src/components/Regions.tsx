import type { Region } from "../results/result.types";
import { nameOf } from "../results/plainWords";

/** A table with one row for each region that was judged. */
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
      <tbody>
        {regions.map((region, index) => (
          <tr key={nameOf(region, index)}>
            <th scope="row">{nameOf(region, index)}</th>
            <td className={`verdict ${region.verdict.toLowerCase()}`}>{region.verdict}</td>
            <td>{region.probability.toFixed(3)}</td>
            <td>{region.gate.toFixed(2)}</td>
            <td>{Math.max(region.box.right - region.box.left, region.box.bottom - region.box.top).toFixed(0)}{"\u00a0"}px</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
