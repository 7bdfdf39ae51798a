// What a store may throw. Everything else it throws is a fault of ours.

/** The store must not or cannot be opened, or it takes no more work now; the message is one clear line. */
export class StoreUnavailable extends Error {
  readonly kind = 'unavailable';
  /** Seconds after which trying again makes sense; undefined: it does not. */
  readonly retryAfterS: number | undefined;
  constructor(message: string, retryAfterS?: number) {
    super(message);
    this.name = 'StoreUnavailable';
    this.retryAfterS = retryAfterS;
  }
}

/** The disk is full, or a quota is reached: nothing was written. */
export class StoreFull extends Error {
  readonly kind = 'full';
  constructor(message: string) {
    super(message);
    this.name = 'StoreFull';
  }
}

/** The reading's deadline passed before the answer was complete. */
export class StoreTimeout extends Error {
  readonly kind = 'timeout';
  constructor(message: string) {
    super(message);
    this.name = 'StoreTimeout';
  }
}

/** A search with more in it than the engine can ask at once. */
export class QueryTooLarge extends Error {
  readonly kind = 'query-too-large';
  constructor() {
    super('The search holds more than can be asked at once.');
    this.name = 'QueryTooLarge';
  }
}

/** A transaction id came again with other content. */
export class IdReused extends Error {
  readonly kind = 'id-reused';
  constructor(id: string) {
    super(`The transaction id ${id} was already used for other content.`);
    this.name = 'IdReused';
  }
}

/** A cursor that this engine did not make, or that its query does not fit. */
export class BadCursor extends Error {
  readonly kind = 'bad-cursor';
  constructor(message = 'This page link is not one of ours.') {
    super(message);
    this.name = 'BadCursor';
  }
}

export class BlobTooLarge extends Error {
  readonly kind = 'blob-too-large';
  constructor(limit: number) {
    super(`The content is longer than ${limit} bytes.`);
    this.name = 'BlobTooLarge';
  }
}

/** What one answer would hold in memory is too much. */
export class ContentsTooLarge extends Error {
  readonly kind = 'contents-too-large';
  constructor(limit: number) {
    super(`The contents of this answer are longer than ${limit} bytes.`);
    this.name = 'ContentsTooLarge';
  }
}

export class BlobMissing extends Error {
  readonly kind = 'blob-missing';
  constructor(hash: string) {
    super(`There is no content ${hash}.`);
    this.name = 'BlobMissing';
  }
}
