// Errors across the thread: from error to data and back to the same class.

import {
  BadCursor,
  BlobMissing,
  IdReused,
  QueryTooLarge,
  StoreFull,
  StoreTimeout,
  StoreUnavailable,
} from '../../errors.ts';
import { storeError } from '../sqlite-errors.ts';
import type { Thrown } from './messages.ts';

export function toThrown(cause: unknown): Thrown {
  const error = storeError(cause) as Partial<Error> | undefined;
  const thrown: Thrown = {
    name: error?.name ?? 'Error',
    message: error?.message ?? String(error),
    stack: error?.stack,
  };
  if (error instanceof StoreUnavailable) thrown.retryAfterS = error.retryAfterS;
  return thrown;
}

export function fromThrown(thrown: Thrown): Error {
  switch (thrown.name) {
    case 'StoreUnavailable':
      return new StoreUnavailable(thrown.message, thrown.retryAfterS);
    case 'StoreFull':
      return new StoreFull(thrown.message);
    case 'StoreTimeout':
      return new StoreTimeout(thrown.message);
    case 'BadCursor':
      return new BadCursor(thrown.message);
    case 'QueryTooLarge':
      return new QueryTooLarge();
    case 'IdReused':
      return new IdReused(thrown.id ?? /transaction id (.*) was/.exec(thrown.message)?.[1] ?? '');
    case 'BlobMissing':
      return new BlobMissing(/content ([0-9a-f]+)/.exec(thrown.message)?.[1] ?? '');
    default: {
      const error = new Error(thrown.message);
      error.name = thrown.name;
      if (thrown.stack) error.stack = thrown.stack;
      return error;
    }
  }
}

/** A call refused before it changed anything: the others of its commit go on. */
export class Refused extends Error {
  readonly reason: Error;
  constructor(reason: Error) {
    super(reason.message);
    this.name = 'Refused';
    this.reason = reason;
  }
}
