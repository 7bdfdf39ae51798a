// UUID version 7: time first, so that new ids lie side by side in an index. RFC 9562 5.7.

/** `random(n)` gives n bytes. */
export function createUuidSource(now: () => number, random: (n: number) => Uint8Array): () => string {
  let pool: Uint8Array = new Uint8Array(0);
  let used = 0;
  return () => {
    if (used + 10 > pool.length) {
      pool = random(2000);
      used = 0;
    }
    const bytes = Buffer.alloc(16);
    bytes.writeUIntBE(now(), 0, 6);
    bytes.set(pool.subarray(used, used + 10), 6);
    used += 10;
    bytes[6] = 0x70 | (bytes[6]! & 0x0f);
    bytes[8] = 0x80 | (bytes[8]! & 0x3f);
    const hex = bytes.toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
}
