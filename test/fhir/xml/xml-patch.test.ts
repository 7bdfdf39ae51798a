// XML Patch against arrays that change the same way, and selectors of any text.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openDefinitions } from '../../../src/compose.ts';
import { FhirError } from '../../../src/fhir/error.ts';
import { SelectorError, select } from '../../../src/fhir/xml/patch/selector.ts';
import { parseXmlTree, writeXmlTree } from '../../../src/fhir/xml/patch/tree.ts';
import { applyXmlPatch } from '../../../src/fhir/xml/patch/xml-patch.ts';

const { model } = openDefinitions();
const SCOPE = { f: 'http://hl7.org/fhir' };

const text = fc
  .string({ unit: fc.constantFrom(...'ab <>&"\'张é'), minLength: 1, maxLength: 8 })
  .filter((s) => s.trim() === s);
const escaped = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

type Change = { kind: 'remove' | 'before' | 'after' | 'append' | 'value'; at: number; text: string };
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('remove', 'before', 'after', 'append', 'value'),
  at: fc.nat({ max: 5 }),
  text,
});

/** The change of a list of given names, and the operation that should do the same. */
function both(list: readonly string[], { kind, at, text }: Change): { list: string[]; operation: string } {
  const sel = `f:Patient/f:name/f:given[${at + 1}]`;
  const given = `<given value="${escaped(text)}"/>`;
  switch (kind) {
    case 'append':
      return { list: [...list, text], operation: `<add sel="f:Patient/f:name">${given}</add>` };
    case 'remove':
      return { list: list.toSpliced(at, 1), operation: `<remove sel="${sel}"/>` };
    case 'before':
      return {
        list: list.toSpliced(at, 0, text),
        operation: `<add sel="${sel}" pos="before">${given}</add>`,
      };
    case 'after':
      return {
        list: list.toSpliced(at + 1, 0, text),
        operation: `<add sel="${sel}" pos="after">${given}</add>`,
      };
    case 'value':
      return {
        list: list.toSpliced(at, 1, text),
        operation: `<replace sel="${sel}/@value">${escaped(text)}</replace>`,
      };
  }
}

describe('An XML Patch', () => {
  it('does to elements what it says, in its order', () => {
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 4 }),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        (given, changes) => {
          let list = [...given];
          let operations = '';
          for (const one of changes) {
            // An empty name would be no element, and a place behind the end no place.
            if (list.length < 2 && one.kind === 'remove') continue;
            const done = both(list, { ...one, at: one.at % list.length });
            list = done.list;
            operations += done.operation;
          }
          fc.pre(operations !== '');
          const patch = `<diff xmlns:f="http://hl7.org/fhir">${operations}</diff>`;
          const patched = applyXmlPatch(
            JSON.stringify({ resourceType: 'Patient', name: [{ given }] }),
            patch,
            model,
          );
          expect(JSON.parse(patched)).toEqual({ resourceType: 'Patient', name: [{ given: list }] });
        },
      ),
    );
  });

  it('of any text is applied or refused as one', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '</',
      'diff',
      'add',
      ' sel="',
      '"',
      'f:',
      '[1]',
      '&',
      'x',
      '/@',
      '<diff>',
      '</diff>',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        try {
          applyXmlPatch('{"resourceType":"Patient"}', pieces.join(''), model);
        } catch (error) {
          expect(error).toBeInstanceOf(FhirError);
        }
      }),
    );
  });
});

describe('A selector', () => {
  const root = parseXmlTree('<a xmlns="http://hl7.org/fhir"><b id="1">x</b><b>y</b></a>', 'The test');

  it.each([
    ['/f:a/f:b[1]', ['<b xmlns="http://hl7.org/fhir" id="1">x</b>']],
    ['a/b[@id="1"]', ['<b xmlns="http://hl7.org/fhir" id="1">x</b>']],
    ["*/b[.='y']", ['<b xmlns="http://hl7.org/fhir">y</b>']],
    ["a[b='y']/b[2]/text()", ['y']],
    ['a/b[@id="1"][2]', []],
    ['b', []],
  ])('finds %s', (selector, expected) => {
    const found = select(selector, root, SCOPE).map((one) =>
      one.kind === 'node' ? writeXmlTree(one.node) : one.name,
    );
    expect(found).toEqual(expected);
  });

  it('of any text is followed or refused as one', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      'f:',
      'g:',
      '/',
      '//',
      '@',
      '[',
      ']',
      '1',
      '0',
      '=',
      '"x"',
      "'y'",
      '.',
      '*',
      'text()',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          expect(Array.isArray(select(pieces.join(''), root, SCOPE))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(SelectorError);
        }
      }),
    );
  });
});
