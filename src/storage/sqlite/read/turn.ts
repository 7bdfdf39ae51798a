// Reads of one turn of the event loop share one state of the database: taking the state is a good part of what a
// small read costs. The turn ends before an answer of the writer is handed on, so whoever was told of a commit sees it.

import type { Connection } from '../connection.ts';

export interface Turn {
  /** Before every read. */
  begin(): void;
  /** Before news of a commit go on, and before the connection closes. */
  end(): void;
}

export function createTurn(connection: Connection): Turn {
  let open = false;
  const end = () => {
    if (!open) return;
    open = false;
    connection.end();
  };
  return {
    begin() {
      if (open || !connection.begin()) return;
      open = true;
      setImmediate(end);
    },
    end,
  };
}

/** For a writer in the same thread: each read takes the state by itself. */
export const NO_TURN: Turn = { begin: () => undefined, end: () => undefined };
