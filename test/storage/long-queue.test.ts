import { describe, expect, it } from '@jest/globals';
import { LongQueue } from '../../src/storage/sqlite/read/long-queue.ts';

describe('Long reads that wait for one another', () => {
  it('go the shortest first, equal ones as they came', () => {
    const queue = new LongQueue<string>();
    queue.add('a scan of everything', 3000, 0);
    queue.add('a count', 10, 1);
    queue.add('another count', 10, 1);
    expect([queue.next(), queue.next(), queue.next(), queue.next()]).toEqual([
      'a count',
      'another count',
      'a scan of everything',
      undefined,
    ]);
  });

  it('go before shorter ones that come when they have waited for as long as they take', () => {
    const queue = new LongQueue<string>();
    queue.add('a scan of everything', 3000, 0);
    queue.add('a count', 10, 2000);
    expect(queue.next()).toBe('a count');
    queue.add('a late count', 10, 2995);
    expect(queue.next()).toBe('a scan of everything');
    expect(queue.next()).toBe('a late count');
  });

  it('can be given up before their turn, not after', () => {
    const queue = new LongQueue<string>();
    queue.add('first', 10);
    queue.add('second', 20);
    expect(queue.remove('second')).toBe(true);
    expect(queue.next()).toBe('first');
    expect(queue.remove('first')).toBe(false);
    expect(queue.next()).toBeUndefined();
  });
});
