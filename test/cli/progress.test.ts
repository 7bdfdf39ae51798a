// Progress: a bar on a terminal, plain lines elsewhere.

import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { createProgress } from '../../src/cli/progress.ts';

function stream(isTTY: boolean) {
  const out = Object.assign(new PassThrough(), { isTTY, columns: 80 });
  const written = () => (out.read() as Buffer | null)?.toString() ?? '';
  return { out: out as unknown as NodeJS.WriteStream, written };
}

describe('progress', () => {
  it('is a bar on a terminal, full at the end', () => {
    const { out, written } = stream(true);
    const progress = createProgress('lines', out);
    progress.show(15, 30, 1);
    progress.show(30, 30, 2);
    progress.stop();
    expect(written()).toMatch(/█+ 100% 30\/30 lines, 2 rejected/);
  });

  it('is a last line where there is no terminal, without control characters', () => {
    const { out, written } = stream(false);
    const progress = createProgress('lines', out);
    for (let done = 1; done <= 30; done++) progress.show(done, 30, 0);
    progress.stop();
    expect(written()).toBe('30/30 lines, 0 rejected\n');
  });

  it('does not speak of rejections where nothing can be rejected', () => {
    const { out, written } = stream(false);
    createProgress('transactions', out).show(3, 3);
    expect(written()).toBe('3/3 transactions\n');
  });
});
