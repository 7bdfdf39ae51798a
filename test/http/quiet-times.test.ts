import { describe, expect, it, jest } from '@jest/globals';
import { createQuietTimes } from '../../src/http/quiet-times.ts';

describe('after a busy time', () => {
  it('memory is given back once, and not while requests still come', () => {
    jest.useFakeTimers();
    const collect = jest.fn();
    const quiet = createQuietTimes(collect);
    jest.advanceTimersByTime(60_000);
    expect(collect).not.toHaveBeenCalled();
    for (let i = 0; i < 6; i++) {
      quiet.busy();
      jest.advanceTimersByTime(9_000);
    }
    expect(collect).not.toHaveBeenCalled();
    jest.advanceTimersByTime(60_000);
    expect(collect).toHaveBeenCalledTimes(1);
    quiet.stop();
    jest.useRealTimers();
  });
});
