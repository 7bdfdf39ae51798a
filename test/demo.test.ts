// The demo as a test: every figure right, the first time and on data that are already there.

import { afterAll, describe, expect, it } from '@jest/globals';
import { runScript, temporaryFolder } from './support/lianti-process.ts';

const folder = temporaryFolder();
const environment = { DEMO_DATA: folder.path, PORT: '0' };
const LONGEST_MS = 60_000;
afterAll(() => folder.remove());

/** The numbers at the left of lines that have a request underneath, step by step. */
function figures(stdout: string): string[] {
  const lines = stdout.split('\n');
  return lines.flatMap((line, i) => (lines[i + 1]?.includes('←') ? [/^ +(.+?) {2}/.exec(line)![1]!] : []));
}

const EXPECTED = [
  ['16', '0'],
  ['30=24+5+1', '200', '30=24+5+1', '200', '0'],
  ['4', '-6.625'],
  ['1', '2', '1', '200 OK', '412'],
  ['4', '4'],
  ['400', '0', '1', '2'],
  ['422'],
].flat();

describe('npm run demo -- --once', () => {
  it('plays the mission within a minute with every figure right, and again on the same data', async () => {
    const started = performance.now();
    const first = await runScript('demo/demo.ts', ['--once'], environment);
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('All figures are right') });
    expect(performance.now() - started).toBeLessThan(LONGEST_MS);
    expect(figures(first.stdout)).toEqual(EXPECTED);
    expect(first.stdout).toContain('rejected: line 17: ');
    expect(first.stdout).toContain('有柱镜度数时必须给出轴位');

    const second = await runScript('demo/demo.ts', ['--once'], environment);
    expect(second.code).toBe(0);
    expect(figures(second.stdout)).toEqual(EXPECTED);
  }, 180_000);

  it('clears its data with --reset, and only its own', async () => {
    const { code, stdout } = await runScript('demo/demo.ts', ['--reset', '--once'], environment);
    expect(code).toBe(0);
    expect(stdout).toContain('QBWY-210521-001-');
  }, 120_000);
});
