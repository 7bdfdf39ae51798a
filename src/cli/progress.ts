// Progress of an import on stderr: a bar on a terminal, elsewhere a plain line every two seconds and at the end.

import { Presets, SingleBar } from 'cli-progress';

export interface ProgressLine {
  show(done: number, total: number, rejected?: number): void;
  stop(): void;
}

const LINE_EVERY_MS = 2000;

export function createProgress(what: string, out: NodeJS.WriteStream): ProgressLine {
  return out.isTTY ? bar(what, out) : lines(what, out);
}

function bar(what: string, stream: NodeJS.WriteStream): ProgressLine {
  const format = `{bar} {percentage}% {value}/{total} ${what}{rejected}`;
  const single = new SingleBar(
    { format, stream, hideCursor: true, clearOnComplete: false },
    Presets.shades_classic,
  );
  let started = false;
  return {
    show(done, total, rejected) {
      const payload = { rejected: rejectedText(rejected) };
      if (!started) single.start(total, 0, payload);
      started = true;
      single.update(done, payload);
    },
    stop() {
      if (started) single.stop();
    },
  };
}

function lines(what: string, out: NodeJS.WritableStream): ProgressLine {
  let lastAt = performance.now();
  return {
    show(done, total, rejected) {
      const now = performance.now();
      if (done < total && now - lastAt < LINE_EVERY_MS) return;
      lastAt = now;
      out.write(`${done}/${total} ${what}${rejectedText(rejected)}\n`);
    },
    stop() {},
  };
}

function rejectedText(rejected: number | undefined): string {
  return rejected === undefined ? '' : `, ${rejected} rejected`;
}
