import { useCallback, useReducer, useRef } from "react";
import { type Explanation, Problem } from "../server/api";
import { Lanes } from "./taskQueue";
import { EMPTY, type Gallery, type Picture, type State, step } from "./pictureList";
import type { Judge } from "../scan/useEngine";

/** Pictures at a time; the server has a queue of its own. */
const LANES = 4;

export interface Pictures extends Gallery {
  add: (files: readonly File[]) => void;
  choose: (id: number) => void;
  clear: () => void;
}

/** The list of pictures; those added are judged by themselves. */
export function usePictures(judge: Judge): Pictures {
  const [gallery, dispatch] = useReducer(step, EMPTY);
  const lanes = useRef(new Lanes(LANES));
  const stopper = useRef(new AbortController());
  const shown = useRef<Picture[]>([]);
  const lastId = useRef(0);
  shown.current = gallery.pictures;

  const add = useCallback(
    (files: readonly File[]) => {
      const pictures = files.map((file) => waiting(++lastId.current, file));
      dispatch({ kind: "added", pictures });
      const { signal } = stopper.current;
      for (const { id, file } of pictures) {
        lanes.current.add(async () => {
          const state = await stateOf(judge(file, signal));
          if (!signal.aborted) dispatch({ kind: "settled", id, state });
        });
      }
    },
    [judge],
  );

  const clear = useCallback(() => {
    lanes.current.clear();
    stopper.current.abort();
    stopper.current = new AbortController();
    for (const picture of shown.current) URL.revokeObjectURL(picture.url);
    dispatch({ kind: "cleared" });
  }, []);

  const choose = useCallback((id: number) => dispatch({ kind: "chosen", id }), []);

  return { ...gallery, add, choose, clear };
}

function waiting(id: number, file: File): Picture {
  return { id, file, url: URL.createObjectURL(file), state: { kind: "waiting" } };
}

async function stateOf(judging: Promise<Explanation>): Promise<State> {
  try {
    return { kind: "judged", explanation: await judging };
  } catch (error) {
    const problem = error instanceof Problem ? error : new Problem("internal", String(error));
    return { kind: "failed", problem };
  }
}
