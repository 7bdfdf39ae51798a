// Names of requests, for the log and X-Request-Id: one random part for each start of the server, then a count.

/** `start` tells this run of the server from others. */
export function createRequestIds(start: string): () => string {
  let count = 0;
  return () => `${start}-${(++count).toString(36)}`;
}
