// Issues know the line and column of what they are about.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Issue } from '../../../src/fhir/issue.ts';
import { createJsonPlaces } from '../../../src/fhir/source/json-places.ts';
import { withPlaces } from '../../../src/fhir/source/places.ts';

const issue = (expression: string): Issue => ({
  severity: 'error',
  code: 'value',
  diagnostics: 'x',
  expression,
});

const JSON_TEXT = `{
  "resourceType": "Patient",
  "name": [
    { "text": "a \\"}]" },
    { "family": "b", "given": ["x", "y"] }
  ],
  "_birthDate": { "extension": [] },
  "deceasedBoolean": false,
  "contact": [{ "name": { "text": "c" } }]
}`;

const XML_TEXT = `<?xml version="1.0"?>
<!-- <name/> -->
<f:Bundle xmlns:f="http://hl7.org/fhir">
  <f:entry><f:resource><f:Patient>
      <f:name><f:text value="a > b"/></f:name>
    <f:name><f:family value="b"/><f:given value="x"/>
      <f:given value="y"/></f:name>
    <f:deceasedBoolean value="false"/>
  </f:Patient></f:resource></f:entry>
</f:Bundle>`;

function placesIn(text: string, format: 'json' | 'xml', expression: string, within?: string) {
  const [found] = withPlaces([issue(expression)], { format, text: () => text }, within);
  return [found!.line, found!.column];
}

describe('the place of an issue in JSON', () => {
  it.each([
    ['Patient', 1, 1],
    ['Patient.name', 4, 5],
    ['Patient.name[1]', 5, 5],
    ['Patient.name[1].given[1]', 5, 37],
    ['Patient.name[0].text', 4, 7],
    ['Patient.birthDate', 7, 3],
    ['Patient.birthDate.extension', 7, 19],
    ['Patient.deceased', 8, 3],
    ['Patient.contact[0].name.text', 9, 27],
    ['Patient.contact[0].name.family', 9, 17],
    ['Patient.gender', 1, 1],
    ["Patient.name[1].where(use = 'x')", 5, 5],
  ])('%s is line %i, column %i', (expression, line, column) => {
    expect(placesIn(JSON_TEXT, 'json', expression)).toEqual([line, column]);
  });

  it('is looked for inside Parameters too', () => {
    const text = `{"resourceType":"Parameters","parameter":[\n{"name":"resource","resource":\n{"resourceType":"Patient","active":"x"}}]}`;
    expect(placesIn(text, 'json', 'Patient.active', 'Parameters.parameter[0].resource')).toEqual([3, 27]);
  });

  it('is that of the member, whatever stands before it', () => {
    const tree = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(tree, fc.boolean(), (before, isPretty) => {
        const text = JSON.stringify({ before, list: [before, { target: 1 }] }, null, isPretty ? 2 : 0);
        const offset = createJsonPlaces(text)([
          { name: 'list', index: 1 },
          { name: 'target', index: 0 },
        ]);
        expect(offset).toBe(text.lastIndexOf('"target"'));
      }),
    );
  });
});

describe('a text that is broken', () => {
  it.each(['json', 'xml'] as const)('has some place for every issue: %s', (format) => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      'a',
      '1',
      ' ',
      '<',
      '/',
      '>',
      '\n',
      '"a"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const [line, column] = placesIn(text, format, 'X.a[1].a');
        expect(line).toBeGreaterThan(0);
        expect(column).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the place of an issue in XML', () => {
  it.each([
    ['Bundle', 3, 1],
    ['Bundle.entry[0].resource', 4, 12],
    ['Bundle.entry[0].resource.name[0]', 5, 7],
    ['Bundle.entry[0].resource.name[1].given[1]', 7, 7],
    ['Bundle.entry[0].resource.deceased', 8, 5],
    ['Bundle.entry[0].resource.gender', 4, 12],
  ])('%s is line %i, column %i', (expression, line, column) => {
    expect(placesIn(XML_TEXT, 'xml', expression)).toEqual([line, column]);
  });
});

it('an issue without an expression, or with a place, stays as it is', () => {
  const issues: Issue[] = [
    { severity: 'error', code: 'invalid', diagnostics: 'x' },
    { ...issue('Patient.name'), line: 7, column: 8 },
  ];
  expect(withPlaces(issues, { format: 'json', text: () => JSON_TEXT })).toEqual(issues);
});
