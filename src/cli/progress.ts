// Progress of an import on stderr: a bar on a terminal, a plain line now and then elsewhere.

import { Presets, SingleBar } from 'cli-progress';

export interface ProgressLine {
  show(done: number, total: number, rejected: number): void;
  stop(): void;
}

/** Plain lines: one for each tenth of the way at most. */
const PARTS = 10;

export function createProgress(what: string, out: NodeJS.WriteStream): ProgressLine {
  return out.isTTY ? bar(what, out) : lines(what, out);
}

function bar(what: string, stream: NodeJS.WriteStream): ProgressLine {
  const format = `{bar} {percentage}% {value}/{total} ${what}, {rejected} rejected`;
  const single = new SingleBar(
    { format, stream, hideCursor: true, clearOnComplete: false },
    Presets.shades_classic,
  );
  let started = false;
  return {
    show(done, total, rejected) {
      if (!started) single.start(total, 0, { rejected });
      started = true;
      single.update(done, { rejected });
    },
    stop() {
      if (started) single.stop();
    },
  };
}

function lines(what: string, out: NodeJS.WritableStream): ProgressLine {
  let shown = 0;
  return {
    show(done, total, rejected) {
      const part = total === 0 ? PARTS : Math.floor((done / total) * PARTS);
      if (part === shown) return;
      shown = part;
      out.write(`${done}/${total} ${what}, ${rejected} rejected\n`);
    },
    stop() {},
  };
}
