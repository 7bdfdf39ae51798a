// What a command works through: the store opened by this process, or a running server.

import type { PutBlob, Submit } from '../intake/submit.ts';

export interface Door {
  submit: Submit;
  putBlob: PutBlob;
  /** Where the data go, for people: a store URL or a server's address. */
  name: string;
  close(): Promise<void>;
}

/** A mistake of the caller or of the surroundings: shown as one line, without a stack. */
export class CommandError extends Error {}
