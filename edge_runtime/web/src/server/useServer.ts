import { useCallback, useEffect, useState } from "react";
import { messageOf, Problem } from "../results/problem";
import { fetchBundle, type ServedBundle } from "./api";

export type ServerState =
  | { kind: "connecting" }
  | { kind: "locked" }
  | { kind: "down"; message: string }
  | { kind: "ready"; served: ServedBundle };

export interface Server {
  state: ServerState;
  token: string;
  unlock: (token: string) => void;
}

/** Asks the server for its bundle; the token is kept in memory only. */
export function useServer(): Server {
  const [token, setToken] = useState("");
  const [state, setState] = useState<ServerState>({ kind: "connecting" });
  useEffect(() => {
    let current = true;
    fetchBundle(token).then(
      (served) => current && setState({ kind: "ready", served }),
      (error: unknown) => current && setState(failureOf(error)),
    );
    return () => {
      current = false;
    };
  }, [token]);
  const unlock = useCallback((given: string) => setToken(given.trim()), []);
  return { state, token, unlock };
}

function failureOf(error: unknown): ServerState {
  if (error instanceof Problem && error.code === "unauthorized") return { kind: "locked" };
  return { kind: "down", message: messageOf(error) };
}
