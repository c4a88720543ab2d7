import { PLACES, type Places, WORDS } from "../scan/useEngine";

/** Where pictures are judged, and whether the browser can. */
export function PlaceChoice({ place }: { place: Places }) {
  return (
    <fieldset className="place">
      <legend>Judge</legend>
      {PLACES.map((each) => (
        <label key={each}>
          <input
            type="radio"
            name="place"
            checked={place.chosen === each}
            onChange={() => place.choose(each)}
          />
          {WORDS[each]}
        </label>
      ))}
      <span role="status">{place.told}</span>
    </fieldset>
  );
}
