import { save, toCsv, toJson } from "../results/exports";
import { type Picture, resultOf } from "../pictures/pictureList";

/** Buttons that save all results so far. */
export function ExportButtons({ pictures }: { pictures: readonly Picture[] }) {
  const results = pictures.map(resultOf).filter((result) => result !== null);
  const none = results.length === 0;
  return (
    <>
      <button
        type="button"
        disabled={none}
        onClick={() => save(toJson(results), "scan.json", "application/json")}
      >
        Save JSON
      </button>
      <button type="button" disabled={none} onClick={() => save(toCsv(results), "scan.csv", "text/csv")}>
        Save CSV
      </button>
    </>
  );
}
