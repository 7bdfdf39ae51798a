import { describe, expect, it } from '@jest/globals';
import { hasPhrase, readableText } from '../../src/storage/readable-text.ts';

const narrative = (div: string) => readableText({ text: { div } }, 'narrative');

describe('What a person reads of a resource', () => {
  it('is the narrative without markup, comments and entities, folded', () => {
    expect(
      narrative(
        '<div><p class="x">Ä&amp;B</p><!-- <b>no</b> --><p>H<sub>2</sub>O&#x4e2d;&#25991;&nbsp;x</p></div>',
      ),
    ).toBe('a&b h2o中文x');
    expect(narrative('a <!-- open')).toBe('a');
    expect(narrative('&#x110000;&unknown;')).toBe('&#x110000;&unknown;');
    expect(readableText({ name: 'x' }, 'narrative')).toBe('');
  });

  it('is every text of a resource, but no name, id, address or packed data', () => {
    const resource = {
      resourceType: 'Patient',
      id: 'secret',
      meta: { source: 'hidden' },
      name: [{ family: 'Li', given: ['Ann', 'Bo'] }],
      link: [{ other: { reference: 'Patient/other', display: 'Shown' } }],
      identifier: [{ system: 'urn:x', value: 'V7' }],
      extension: [{ url: 'http://ext.example', valueString: 'Said' }],
      photo: [{ data: 'QUJD', title: 'Face' }],
      url: 'http://own.example',
      active: true,
    };
    expect(readableText(resource, 'content').split('\n')).toEqual([
      'li',
      'ann',
      'bo',
      'shown',
      'v7',
      'said',
      'face',
      'http://own.example',
    ]);
  });

  it('takes no longer for a hostile narrative', () => {
    const started = performance.now();
    for (const piece of ['<', '<!--', '&#', '<a ', '</']) narrative(piece.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('A phrase', () => {
  it.each([
    ['left eye', 'eye', true],
    ['left eye', 'ey', true],
    ['left eye', 'ye', false],
    ['left eye', 'left eye', true],
    ['a\nb', 'a b', false],
    ['左眼近视', '眼近', true],
    ['左眼myopia', 'myopia', true],
    ['x7%', '%', true],
    ['heart art', 'art', true],
    ['anything', '', false],
  ])('in %j, %j is there: %s', (text, phrase, found) => {
    expect(hasPhrase(text, phrase)).toBe(found);
  });
});
