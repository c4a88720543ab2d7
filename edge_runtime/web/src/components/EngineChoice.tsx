import { ENGINES, type EngineName, type SelectedEngine } from "../scan/useEngine";

const LABELS: Record<EngineName, string> = {
  server: "On the server",
  browser: "In this browser: no picture is sent",
};

/** Where pictures are judged, and whether the browser can do so. */
export function EngineChoice({ engine }: { engine: SelectedEngine }) {
  return (
    <fieldset className="engine">
      <legend>Judge pictures</legend>
      {ENGINES.map((name) => (
        <label key={name}>
          <input
            type="radio"
            name="engine"
            checked={engine.name === name}
            onChange={() => engine.select(name)}
          />
          {LABELS[name]}
        </label>
      ))}
      <span role="status">{engine.status}</span>
    </fieldset>
  );
}
