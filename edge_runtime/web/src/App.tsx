import { Arrivals } from "./components/AddPictures";
import { Detail } from "./components/Detail";
import { Exports } from "./components/ExportButtons";
import { PictureList } from "./components/PictureList";
import { PlaceChoice } from "./components/EngineChoice";
import { TokenForm } from "./components/TokenForm";
import { summary } from "./pictures/pictureList";
import { usePictures } from "./pictures/usePictures";
import { usePlace } from "./scan/useEngine";
import { useServer } from "./server/useServer";
import { NOT_PROOF } from "./results/plainWords";
import type { Rules } from "./server/api";

export function App() {
  const { server, token, unlock } = useServer();
  return (
    <>
      <header className="top">
        <h1>Real or fake?</h1>
        <p>
          Judges pictures face by face, on the machine that serves this page or in this browser.
          They are held in memory only while they are judged, and stored nowhere.
        </p>
      </header>
      <main>
        {server.kind === "asking" && <p role="status">Asking the server…</p>}
        {server.kind === "down" && <p role="alert">{server.message}</p>}
        {server.kind === "locked" && <TokenForm refused={token !== ""} onToken={unlock} />}
        {server.kind === "ready" && <Desk rules={server.rules} token={token} />}
      </main>
      <footer>
        <p>{NOT_PROOF}</p>
        {server.kind === "ready" && <p>Bundle {server.rules.bundle.id}</p>}
      </footer>
    </>
  );
}

function Desk({ rules, token }: { rules: Rules; token: string }) {
  const place = usePlace(rules, token);
  const { pictures, chosen, add, choose, clear } = usePictures(place.judge);
  const shown = pictures.find((picture) => picture.id === chosen);
  return (
    <>
      <Arrivals onFiles={add} />
      <PlaceChoice place={place} />
      <div className="bar-of-actions" hidden={pictures.length === 0}>
        <p role="status">{summary(pictures)}</p>
        <Exports pictures={pictures} />
        <button type="button" onClick={clear}>
          Remove all
        </button>
      </div>
      {shown !== undefined && (
        <div className="desk">
          <PictureList pictures={pictures} chosen={shown.id} onChoose={choose} />
          <Detail key={shown.id} picture={shown} rules={rules} />
        </div>
      )}
    </>
  );
}
