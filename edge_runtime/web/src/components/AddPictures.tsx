import { type ChangeEvent, useState } from "react";
import { useArrivals } from "../pictures/useDropAndPaste";
import { Camera } from "./Camera";

/** Where pictures come in: dropped, pasted, picked, or taken. */
export function Arrivals({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const hovering = useArrivals(onFiles);
  const [camera, setCamera] = useState(false);
  const pick = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(currentTarget.files ?? [])]);
    // So that picking the same file again is a change.
    currentTarget.value = "";
  };
  return (
    <section className={hovering ? "arrivals hovering" : "arrivals"} aria-label="Add pictures">
      <p>Drop pictures here or paste them, or</p>
      <p className="ways">
        <label className="button primary">
          choose files
          <input type="file" multiple accept="image/*,.heic,.heif,.avif" onChange={pick} />
        </label>
        {"mediaDevices" in navigator && (
          <button type="button" onClick={() => setCamera(true)}>
            use the camera
          </button>
        )}
      </p>
      {camera && <Camera onPicture={(file) => onFiles([file])} onClose={() => setCamera(false)} />}
    </section>
  );
}
