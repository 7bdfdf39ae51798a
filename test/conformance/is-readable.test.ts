// Which stored definitions can be read.

import { describe, expect, it } from '@jest/globals';
import { isReadable } from '../../src/conformance/is-readable.ts';
import { testDefinitions } from './definitions.ts';

const { model } = await testDefinitions();

const system = (more: object) =>
  isReadable({ resourceType: 'CodeSystem', status: 'active', content: 'complete', ...more } as never, model);

describe('a stored definition', () => {
  it('has the shape of its type', () => {
    expect(system({ concept: [{ code: 'a', concept: [{ code: 'b' }] }] })).toBe(true);
    expect(system({ concept: { code: 'a' } })).toBe(false);
    expect(system({ concept: ['a'] })).toBe(false);
    expect(system({ concept: [null] })).toBe(false);
    expect(system({ concept: [{ code: 1 }] })).toBe(false);
    expect(system({ url: ['https://example.org'] })).toBe(false);
    expect(system({ count: '1' })).toBe(false);
  });

  it('has what its type requires, at every depth', () => {
    expect(system({ content: undefined })).toBe(false);
    expect(system({ concept: [{ code: 'a', concept: [{ display: 'b' }] }] })).toBe(false);
    expect(system({ content: undefined, _content: { extension: [] } })).toBe(true);
  });

  it('may have members of another release', () => {
    expect(system({ versionAlgorithmString: 'semver' })).toBe(true);
  });
});
