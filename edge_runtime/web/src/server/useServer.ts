import { useCallback, useEffect, useState } from "react";
import { fetchRules, Problem, type Rules } from "./api";

export type Server =
  | { kind: "asking" }
  | { kind: "locked" }
  | { kind: "down"; message: string }
  | { kind: "ready"; rules: Rules };

/** Asks the server for its rules; the token is kept in memory only. */
export function useServer(): { server: Server; token: string; unlock: (token: string) => void } {
  const [token, setToken] = useState("");
  const [server, setServer] = useState<Server>({ kind: "asking" });
  useEffect(() => {
    let current = true;
    fetchRules(token).then(
      (rules) => current && setServer({ kind: "ready", rules }),
      (error: unknown) => current && setServer(failureOf(error)),
    );
    return () => {
      current = false;
    };
  }, [token]);
  const unlock = useCallback((given: string) => setToken(given.trim()), []);
  return { server, token, unlock };
}

function failureOf(error: unknown): Server {
  if (error instanceof Problem && error.code === "unauthorized") return { kind: "locked" };
  return { kind: "down", message: error instanceof Error ? error.message : String(error) };
}
