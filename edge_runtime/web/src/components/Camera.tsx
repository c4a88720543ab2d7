import { useEffect, useRef, useState } from "react";

const CONSTRAINTS: MediaStreamConstraints = {
  video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } },
};

/** A dialog with the camera's picture; a taken picture is a PNG, because JPEG leaves traces of its own. */
export function Camera(props: { onPicture: (file: File) => void; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<"opening" | "live" | "refused">("opening");

  useEffect(() => {
    dialog.current?.showModal();
    let stream: MediaStream | null = null;
    let open = true;
    navigator.mediaDevices.getUserMedia(CONSTRAINTS).then(
      (given) => {
        stream = given;
        if (!open) stop(given);
        else if (video.current) video.current.srcObject = given;
      },
      () => open && setState("refused"),
    );
    return () => {
      open = false;
      if (stream !== null) stop(stream);
    };
  }, []);

  const take = async () => {
    if (video.current === null) return;
    props.onPicture(await frameOf(video.current));
    dialog.current?.close();
  };
  return (
    <dialog ref={dialog} onClose={props.onClose} aria-label="Camera">
      <video ref={video} autoPlay muted playsInline onPlaying={() => setState("live")} />
      {state === "refused" && <p role="alert">The camera cannot be used, or was not allowed.</p>}
      <p className="buttons">
        <button type="button" className="primary" disabled={state !== "live"} onClick={take}>
          Take picture
        </button>
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </p>
    </dialog>
  );
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

async function frameOf(video: HTMLVideoElement): Promise<File> {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob === null) throw new Error("the camera's picture could not be encoded");
  const time = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  return new File([blob], `camera-${time}.png`, { type: "image/png" });
}
