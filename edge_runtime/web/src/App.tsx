import { AddPictures } from "./components/AddPictures";
import { Detail } from "./components/Detail";
import { EngineChoice } from "./components/EngineChoice";
import { ExportButtons } from "./components/ExportButtons";
import { PictureList } from "./components/PictureList";
import { TokenForm } from "./components/TokenForm";
import { summary } from "./pictures/pictureList";
import { usePictures } from "./pictures/usePictures";
import { NOT_PROOF } from "./results/plainWords";
import { useEngine } from "./scan/useEngine";
import type { ServedBundle } from "./server/api";
import { useServer } from "./server/useServer";

export function App() {
  const { state, token, unlock } = useServer();
  return (
    <>
      <header className="top">
        <h1>Real or fake?</h1>
        <p>
          Judges whole pictures and the faces in them, on the machine that serves this page or in this browser.
          Pictures are kept in memory only while they are judged, and are never stored.
        </p>
      </header>
      <main>
        {state.kind === "connecting" && <p role="status">Connecting to the server…</p>}
        {state.kind === "down" && <p role="alert">{state.message}</p>}
        {state.kind === "locked" && <TokenForm refused={token !== ""} onToken={unlock} />}
        {state.kind === "ready" && <Workspace served={state.served} token={token} />}
      </main>
      <footer>
        <p>{NOT_PROOF}</p>
        {state.kind === "ready" && <p>Bundle {state.served.bundle.id}</p>}
      </footer>
    </>
  );
}

function Workspace({ served, token }: { served: ServedBundle; token: string }) {
  const engine = useEngine(served, token);
  const { pictures, selected, add, select, clear } = usePictures(engine.scan);
  const shown = pictures.find((picture) => picture.id === selected);
  return (
    <>
      <AddPictures onFiles={add} />
      <EngineChoice engine={engine} />
      <div className="toolbar" hidden={pictures.length === 0}>
        <p role="status">{summary(pictures)}</p>
        <ExportButtons pictures={pictures} />
        <button type="button" onClick={clear}>
          Remove all
        </button>
      </div>
      {shown !== undefined && (
        <div className="workspace">
          <PictureList pictures={pictures} selected={shown.id} onSelect={select} />
          <Detail key={shown.id} picture={shown} thresholds={served.contract.decision} />
        </div>
      )}
    </>
  );
}
