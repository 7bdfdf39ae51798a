// Patterns of strangers.

import { describe, expect, it } from '@jest/globals';
import { createBoundedMatch } from '../../src/fhir/bounded-regex.ts';

describe('a pattern', () => {
  const matches = createBoundedMatch();

  it('holds for a whole text', () => {
    expect(matches('[0-9]{3}', '123')).toBe(true);
    expect(matches('[0-9]{3}', '1234')).toBe(false);
    expect(matches('a|b', 'ab')).toBe(false);
    expect(matches('^[^@\\s]+@[^@\\s]+$', 'a@example.org')).toBe(true);
    expect(matches('\\p{Script=Han}{2}', '视力')).toBe(true);
    expect(matches('[a\\-z]', '-')).toBe(true);
  });

  it('is given a moment and no more', () => {
    const started = performance.now();
    expect(matches('(a|a)*', `${'a'.repeat(60)}b`)).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(matches('a', 'a')).toBe(true);
  });

  it('that is none says nothing', () => {
    expect(matches('(', '(')).toBeUndefined();
  });
});
