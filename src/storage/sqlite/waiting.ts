// Whoever waits for something newer in the log.

import type { Seq, Tip } from '../store.ts';

export interface Waiting {
  moved(tip: Tip): void;
  wait(after: Seq, signal: AbortSignal): Promise<Seq>;
  end(reason: Error): void;
}

export function createWaiting(current: () => Tip): Waiting {
  const waiting = new Set<{ after: Seq; resolve: (seq: Seq) => void; reject: (reason: unknown) => void }>();
  return {
    moved(tip) {
      for (const one of waiting) if (tip.seq > one.after) one.resolve(tip.seq);
    },
    wait(after, signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      const { seq } = current();
      if (seq > after) return Promise.resolve(seq);
      return new Promise((resolve, reject) => {
        const end =
          <T>(then: (value: T) => void) =>
          (value: T) => {
            waiting.delete(one);
            signal.removeEventListener('abort', abort);
            then(value);
          };
        const one = { after, resolve: end(resolve), reject: end(reject) };
        const abort = () => one.reject(signal.reason);
        waiting.add(one);
        signal.addEventListener('abort', abort);
      });
    },
    end(reason) {
      for (const one of waiting) one.reject(reason);
    },
  };
}
