import { type ChangeEvent, useState } from "react";
import { useDropAndPaste } from "../pictures/useDropAndPaste";
import { Camera } from "./Camera";

/** Where pictures come in: dropped, pasted, chosen from files, or taken with the camera. */
export function AddPictures({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const hovering = useDropAndPaste(onFiles);
  const [cameraOpen, setCameraOpen] = useState(false);
  const addChosen = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(currentTarget.files ?? [])]);
    // So that choosing the same file again is a change.
    currentTarget.value = "";
  };
  return (
    <section className={hovering ? "add-pictures hovering" : "add-pictures"} aria-label="Add pictures">
      <p>Drop or paste pictures here, or</p>
      <p className="buttons">
        <label className="button primary">
          choose files
          <input type="file" multiple accept="image/*,.heic,.heif,.avif" onChange={addChosen} />
        </label>
        {"mediaDevices" in navigator && (
          <button type="button" onClick={() => setCameraOpen(true)}>
            use the camera
          </button>
        )}
      </p>
      {cameraOpen && <Camera onPicture={(file) => onFiles([file])} onClose={() => setCameraOpen(false)} />}
    </section>
  );
}
