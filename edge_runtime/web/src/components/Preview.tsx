import { useState } from "react";
import type { Picture } from "../pictures/pictureList";

/** The picture as the browser shows it; formats that it cannot show, such as HEIC, get a plain surface. */
export function Preview({ picture, alt }: { picture: Picture; alt: string }) {
  const [broken, setBroken] = useState(false);
  if (broken) return <span className="no-preview">{alt === "" ? "" : "no preview"}</span>;
  return (
    <img src={picture.url} alt={alt} loading="lazy" decoding="async" onError={() => setBroken(true)} />
  );
}
