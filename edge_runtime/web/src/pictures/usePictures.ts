import { useCallback, useReducer, useRef } from "react";
import type { Explanation } from "../results/explanation";
import { Problem } from "../results/problem";
import type { Scan } from "../scan/useEngine";
import { EMPTY_LIST, type Picture, type PictureList, type PictureState, reduce } from "./pictureList";
import { TaskQueue } from "./taskQueue";

/** Pictures at a time; the server has a queue of its own. */
const CONCURRENT_SCANS = 4;

export interface Pictures extends PictureList {
  add: (files: readonly File[]) => void;
  select: (id: number) => void;
  clear: () => void;
}

/** The list of pictures; each is scanned as soon as it is added. */
export function usePictures(scan: Scan): Pictures {
  const [list, dispatch] = useReducer(reduce, EMPTY_LIST);
  const queue = useRef(new TaskQueue(CONCURRENT_SCANS));
  const aborter = useRef(new AbortController());
  const listed = useRef<Picture[]>([]);
  const lastId = useRef(0);
  listed.current = list.pictures;

  const add = useCallback(
    (files: readonly File[]) => {
      const pictures = files.map((file) => waiting(++lastId.current, file));
      dispatch({ kind: "added", pictures });
      const { signal } = aborter.current;
      for (const { id, file } of pictures) {
        queue.current.add(async () => {
          const state = await stateAfter(scan(file, signal));
          if (!signal.aborted) dispatch({ kind: "finished", id, state });
        });
      }
    },
    [scan],
  );

  const clear = useCallback(() => {
    queue.current.clear();
    aborter.current.abort();
    aborter.current = new AbortController();
    for (const picture of listed.current) URL.revokeObjectURL(picture.url);
    dispatch({ kind: "cleared" });
  }, []);

  const select = useCallback((id: number) => dispatch({ kind: "selected", id }), []);

  return { ...list, add, select, clear };
}

function waiting(id: number, file: File): Picture {
  return { id, file, url: URL.createObjectURL(file), state: { kind: "waiting" } };
}

async function stateAfter(scanning: Promise<Explanation>): Promise<PictureState> {
  try {
    return { kind: "scanned", explanation: await scanning };
  } catch (error) {
    const problem = error instanceof Problem ? error : new Problem("internal", String(error));
    return { kind: "failed", problem };
  }
}
