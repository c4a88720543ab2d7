import { useState } from "react";

/** Asks for the server's token; it is kept in memory only. */
export function TokenForm(props: { refused: boolean; onToken: (token: string) => void }) {
  const [token, setToken] = useState("");
  return (
    <form
      className="token"
      onSubmit={(event) => {
        event.preventDefault();
        props.onToken(token);
      }}
    >
      <label>
        Access token of this server
        <input
          type="password"
          autoComplete="off"
          required
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
        />
      </label>
      <button type="submit" className="primary">
        Use this token
      </button>
      {props.refused && <p role="alert">The server does not accept this token.</p>}
    </form>
  );
}
