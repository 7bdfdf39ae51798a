// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of templates look like this.

import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { Decimal, parseDecimal, sphericalEquivalent } from '../../src/intake/decimal.ts';
import { jsonText } from '../../src/intake/json-text.ts';
import { compileTemplate } from '../../src/intake/template.ts';
import { include, substitute } from '../../src/intake/template-parts.ts';
import type { Values } from '../../src/intake/transforms/transform.ts';

/** The text of the members, checked against the tree. */
function fill(members: JsonObject, scope: Values): string {
  const compiled = compileTemplate({ resourceType: 'X', ...members }, () => {});
  const { resource, text, numbers } = compiled(new Map(Object.entries(scope)), '1');
  expect(jsonText(resource, numbers)).toBe(text);
  return text.replace(/^\{"resourceType":"X","id":"1",?/, '{');
}

describe('A template', () => {
  it('puts values where their names stand, numbers with their digits', () => {
    expect(fill({ value: '${v}', text: 'is ${v} D', list: ['${v}'] }, { v: new Decimal('-0.50') })).toBe(
      '{"value":-0.50,"text":"is -0.50 D","list":[-0.50]}',
    );
  });

  it('leaves out what has no value, and what is empty then', () => {
    expect(fill({ a: '${x}', b: { c: '${x}' }, d: ['${x}', { e: 'a ${x}' }], f: 1 }, {})).toBe('{"f":1}');
    expect(fill({ a: '${x}' }, {})).toBe('{}');
  });

  it('keeps an object only when its condition holds', () => {
    const template = { list: [{ $when: 'a !b', url: 'u' }] };
    expect(fill(template, { a: 1 })).toBe('{"list":[{"url":"u"}]}');
    expect(fill(template, { a: 1, b: 2 })).toBe('{}');
    expect(fill(template, {})).toBe('{}');
  });

  it('leaves UCUM annotations alone', () => {
    expect(fill({ code: '{five-grade}' }, {})).toBe('{"code":"{five-grade}"}');
  });

  it('is written once for each eye', () => {
    expect(substitute({ '<eye>': '${<eye>.sphere} <other>' }, { eye: 'right' })).toEqual({
      right: '${right.sphere} <other>',
    });
  });

  it('takes in the members of another', () => {
    expect(include({ a: 1, $with: 'more', c: [{ $with: 'more' }] }, () => ({ b: 2 }))).toEqual({
      a: 1,
      b: 2,
      c: [{ b: 2 }],
    });
  });
});

describe('A decimal', () => {
  it.each([
    ['+.5', '0.5'],
    ['-00.50', '-0.50'],
    ['5.', '5'],
    ['-0.00', '0.00'],
    ['', undefined],
    ['.', undefined],
    ['1e3', undefined],
    ['1.2.3', undefined],
  ])('%s is read as %s', (text, read) => {
    expect(parseDecimal(text)?.text).toBe(read);
  });

  it('sums exactly', () => {
    expect(sphericalEquivalent(new Decimal('0.1'), new Decimal('0.4')).text).toBe('0.30');
    expect(sphericalEquivalent(new Decimal('0.25'), new Decimal('-0.50')).text).toBe('0.00');
  });
});
