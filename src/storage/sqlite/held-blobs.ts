// Contents that somebody is about to write a version with: they are not dropped meanwhile, although no version has
// them yet. What a process held when it ended, the next one drops when it starts.

import type { Blob, Held } from '../store.ts';
import type { WriterClient } from './writer/client.ts';

export class HeldBlobs {
  readonly #writer: WriterClient;
  readonly #holders = new Map<string, number>();

  constructor(writer: WriterClient) {
    this.#writer = writer;
  }

  /** Before the writer is told of the hash: calls reach it in order, so what drops it comes before or knows. */
  hold(blob: Blob): Held {
    const { hash } = blob;
    this.#holders.set(hash, (this.#holders.get(hash) ?? 0) + 1);
    let done: Promise<void> | undefined;
    return {
      ...blob,
      release: () => {
        done ??= this.#release(hash);
        return done;
      },
    };
  }

  hashes(): string[] {
    return [...this.#holders.keys()];
  }

  async #release(hash: string): Promise<void> {
    const left = this.#holders.get(hash)! - 1;
    if (left > 0) this.#holders.set(hash, left);
    else {
      this.#holders.delete(hash);
      await this.#writer.call('blobRelease', { hash });
    }
  }
}
