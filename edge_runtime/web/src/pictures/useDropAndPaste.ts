import { useEffect, useState } from "react";

/** Adds files that are pasted or dropped anywhere on the page; returns whether files hover over it. */
export function useDropAndPaste(add: (files: readonly File[]) => void): boolean {
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      event.preventDefault();
      setHovering(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setHovering(false);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setHovering(false);
      addFiles(event.dataTransfer);
    };
    const paste = (event: ClipboardEvent) => addFiles(event.clipboardData);
    const addFiles = (data: DataTransfer | null) => {
      const files = [...(data?.files ?? [])];
      if (files.length > 0) add(files);
    };
    const listeners = new AbortController();
    const options = { signal: listeners.signal };
    window.addEventListener("dragover", over, options);
    window.addEventListener("dragleave", leave, options);
    window.addEventListener("drop", drop, options);
    window.addEventListener("paste", paste, options);
    return () => listeners.abort();
  }, [add]);
  return hovering;
}
