// _filter: the grammar and the meaning of its operators, R4 search_filter.html.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FhirError } from '../../src/fhir/error.ts';
import type { Resource } from '../../src/fhir/json/tree.ts';
import { type Filter, formatFilter, OPERATORS } from '../../src/search/filter/filter.ts';
import { parseFilter } from '../../src/search/filter/parse-filter.ts';
import type { SearchContext } from '../../src/search/search-context.ts';
import { createFinder, createStoreFinder, testContext } from './support.ts';

const name = fc
  .stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,8}$/)
  .filter((word) => !/^(and|or|not)$/i.test(word));
const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('true', '2020-01-01T10:00:00+08:00', 'a|b$c'),
);
const { filter: anyFilter } = fc.letrec<{ filter: Filter; test: Filter }>((tie) => ({
  test: fc
    .tuple(
      fc.array(
        fc.record({
          name,
          type: fc.option(fc.constantFrom('Patient', 'Group'), { nil: undefined, freq: 4 }),
          filter: fc.option(tie('filter'), { nil: undefined, freq: 4 }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      fc.constantFrom(...OPERATORS),
      value,
    )
    .map(([path, op, text]): Filter => {
      const steps = path.map((step, index) =>
        index === path.length - 1 ? { ...step, filter: undefined } : step,
      );
      return { kind: 'test', path: steps, op, value: text, at: 0 };
    }),
  filter: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    tie('test'),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), tie('filter'), tie('filter'))
      .map(([kind, left, right]) => ({ kind, left, right })),
    tie('filter').map((filter): Filter => ({ kind: 'not', filter })),
  ),
}));

/** Without the places, and without members that are not there. */
function bare(filter: Filter): unknown {
  return JSON.parse(JSON.stringify(filter, (key, member) => (key === 'at' ? undefined : member)));
}

describe('the grammar of _filter', () => {
  it('what is written as text is read as it was', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(bare(parseFilter(formatFilter(filter)))).toEqual(bare(filter));
      }),
      { numRuns: 500 },
    );
  });

  it('any text is a filter or a refusal that says where', () => {
    const piece = fc.constantFrom(
      'name',
      ' ',
      'eq',
      '(',
      ')',
      '[',
      ']',
      '.',
      '"',
      '\\',
      'and',
      'or',
      'not',
      ':',
      '张',
      'pr',
      'true',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((parts) => parts.join('')),
        ),
        (text) => {
          try {
            parseFilter(text);
          } catch (error) {
            if (!(error instanceof FhirError)) throw error;
            expect(error.status).toBe(400);
            expect(error.message).toMatch(/^_filter, character \d+, at /);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('and and or are taken from left to right', () => {
    expect(formatFilter(parseFilter('a eq 1 or b eq 2 and c eq 3'))).toBe('a eq 1 or b eq 2 and c eq 3');
    expect(parseFilter('a eq 1 or b eq 2 and c eq 3')).toMatchObject({ kind: 'and', left: { kind: 'or' } });
    expect(parseFilter('a eq 1 or (b eq 2 and c eq 3)')).toMatchObject({
      kind: 'or',
      right: { kind: 'and' },
    });
  });

  it.each([
    ['', 'character 1, at the end: the name of a search parameter was expected'],
    ['name', 'character 5, at the end: an operator was expected'],
    ['name eq', 'character 8, at the end: a value was expected'],
    ['name is x', 'character 6, at "is x": an operator was expected: eq, ne, co'],
    ['(name eq x', 'character 11, at the end: ")" is missing for the bracket at character 1'],
    ['name eq x)', 'character 10, at ")": ")" was never opened'],
    ['name eq x name eq y', 'character 11, at "name eq y": and, or, or the end of the filter was expected'],
    ['name eq "x', 'the text has no closing quotation mark'],
    ['name eq "\\x"', 'the text is not a JSON string'],
    ['related[type eq x] eq y', 'a "." and a name must follow the "]"'],
    [`${'('.repeat(30)}a eq b${')'.repeat(30)}`, 'nested more than 20 deep'],
    [Array(101).fill('a eq b').join(' or '), 'more than 100 tests'],
  ])('%s is refused with its place', (text, why) => {
    expect(() => parseFilter(text)).toThrow(why);
  });
});

let context: SearchContext;
beforeAll(async () => {
  context = await testContext();
});

describe('the operators of _filter', () => {
  const S = 'http://s.example/1';
  const concept = (...codes: string[]) => ({ coding: codes.map((code) => ({ system: S, code })) });
  const resources = [
    {
      resourceType: 'Patient',
      id: 'p1',
      gender: 'female',
      birthDate: '2014-10-10',
      name: [{ given: ['Peter'], family: 'Carpet' }],
    },
    {
      resourceType: 'Patient',
      id: 'p2',
      gender: 'male',
      birthDate: '2012',
      name: [{ given: ['Petra', 'Ann'], family: 'Ålund' }],
    },
    { resourceType: 'Patient', id: 'p3', name: [{ text: '张伟' }], identifier: [{ system: S, value: '7' }] },
    {
      resourceType: 'Observation',
      id: 'o1',
      code: { coding: [{ system: 'http://loinc.org', code: '1234-5' }] },
      subject: { reference: 'Patient/p1' },
      valueQuantity: { value: 6.3, code: 'mmol/L', system: 'http://unitsofmeasure.org' },
      hasMember: [{ reference: 'Observation/o2' }],
      effectiveDateTime: '2020-05-15',
    },
    {
      resourceType: 'Observation',
      id: 'o2',
      code: concept('a', 'b'),
      subject: { reference: 'Patient/p2' },
      derivedFrom: [{ reference: 'Observation/o3' }],
      effectivePeriod: { start: '2020-05-01', end: '2020-05-31' },
    },
    { resourceType: 'Observation', id: 'o3', code: concept('b'), subject: { reference: 'Patient/p3' } },
    { resourceType: 'Observation', id: 'o4', subject: { display: 'somebody' } },
    {
      resourceType: 'DocumentReference',
      id: 'd1',
      relatesTo: [
        { code: 'replaces', target: { reference: 'DocumentReference/d2' } },
        { code: 'appends', target: { reference: 'DocumentReference/d3' } },
      ],
    },
    { resourceType: 'DocumentReference', id: 'd2' },
    {
      resourceType: 'Group',
      id: 'g1',
      characteristic: [
        { code: concept('age'), valueCodeableConcept: concept('old') },
        { code: concept('eye'), valueCodeableConcept: concept('left') },
      ],
    },
    { resourceType: 'RiskAssessment', id: 'r1', prediction: [{ probabilityDecimal: 0.25 }] },
  ];
  let find: (url: string) => string[];
  let store: Awaited<ReturnType<typeof createStoreFinder>>;
  beforeAll(async () => {
    find = createFinder(context, resources as unknown as Resource[]);
    store = await createStoreFinder(context, resources as unknown as Resource[]);
  });
  afterAll(() => store.close());

  it.each([
    // The examples of the specification.
    ['Patient', 'name co "pet"', 'p1 p2'],
    ['Patient', 'given eq "peter" and birthdate ge 2014-10-10', 'p1'],
    ['Observation', 'code eq http://loinc.org|1234-5', 'o1'],
    ['Observation', 'subject.name co "pet"', 'o1 o2'],
    ['Observation', 'related[type eq "has-component"].target pr true', 'o1'],
    ['Observation', 'related[type eq has-component].target pr false', 'o2 o3 o4'],
    ['Observation', 'related[type eq has-component].target re Observation/2', ''],
    ['Observation', 'related[type eq has-component].target re Observation/o2', 'o1'],
    ['Observation', 'related[type eq derived-from or type eq has-member].target pr true', 'o1 o2'],
    ['DocumentReference', 'relatesTo[code eq replaces].target re DocumentReference/d2', 'd1'],
    ['DocumentReference', 'relatesTo[code eq appends].target re DocumentReference/d2', ''],
    ['DocumentReference', 'relatesTo[code eq replaces].target pr false', 'd2'],
    ['Group', `characteristic[code eq ${S}|age].value eq old`, 'g1'],
    ['Group', 'characteristic[code eq age].value eq left', ''],
    ['Group', 'characteristic[code eq age or code eq eye].value eq left', 'g1'],
    // Strings: case and accents do not count.
    ['Patient', 'given eq pet', ''],
    ['Patient', 'given sw pet', 'p1 p2'],
    ['Patient', 'given ew "ER"', 'p1'],
    ['Patient', 'family ew lund', 'p2'],
    ['Patient', 'given ne ann', 'p1 p2'],
    ['Patient', 'family gt b', 'p1'],
    ['Patient', 'family le b', 'p2'],
    ['Patient', 'name eq 张伟', 'p3'],
    ['Patient', 'name co "a \\"b\\" c)"', ''],
    // Tokens: one of the set is unequal, however many are equal.
    ['Patient', 'gender eq female', 'p1'],
    ['Patient', 'gender ne male', 'p1'],
    ['Patient', 'not (gender eq male)', 'p1 p3'],
    ['Patient', 'gender pr false', 'p3'],
    ['Patient', 'identifier eq 7', 'p3'],
    ['Observation', `code ne ${S}|b`, 'o1 o2'],
    ['Observation', 'code eq loinc|1234-5', 'o1'],
    ['Patient', 'gender in http://hl7.org/fhir/ValueSet/administrative-gender', 'p1 p2'],
    ['Patient', 'gender ni http://hl7.org/fhir/ValueSet/administrative-gender', 'p3'],
    // Dates.
    ['Patient', 'birthdate eq 2014', 'p1'],
    ['Patient', 'birthdate lt 2014', 'p2'],
    ['Observation', 'date co 2020-05-20', 'o2'],
    ['Observation', 'date po 2020-05-15T10:00:00Z', 'o1 o2'],
    ['Observation', 'date po 2020-06', ''],
    ['Observation', 'date sa 2020-05-10', 'o1'],
    ['Observation', 'date eb 2020-06-01', 'o1 o2'],
    // Numbers and quantities.
    ['RiskAssessment', 'probability gt 0.2', 'r1'],
    ['RiskAssessment', 'probability ap 0.25', 'r1'],
    ['Observation', 'value-quantity ge 6.3', 'o1'],
    ['Observation', 'value-quantity gt 6.3|http://unitsofmeasure.org|mmol/L', ''],
    ['Observation', 'value-quantity eq 6.3|http://unitsofmeasure.org|mmol/L', 'o1'],
    ['Observation', 'value-quantity ge 6300|http://unitsofmeasure.org|umol/L', 'o1'],
    ['Observation', 'combo-value-quantity lt 0.0064|http://unitsofmeasure.org|mol/L', 'o1'],
    ['Observation', 'not (value-quantity eq 6.3|http://unitsofmeasure.org|mmol/L)', 'o2 o3 o4'],
    [
      'Observation',
      'code-value-quantity[code eq loinc|1234-5].value-quantity ge 6300|http://unitsofmeasure.org|umol/L',
      'o1',
    ],
    [
      'Observation',
      'code-value-quantity[value-quantity gt 6|http://unitsofmeasure.org|mmol/L].code eq loinc|1234-5',
      'o1',
    ],
    ['Observation', 'code-value-quantity[code eq loinc|1234-5].value-quantity gt 6', 'o1'],
    ['Observation', 'code-value-quantity eq loinc|1234-5$6.3', 'o1'],
    // References and paths.
    ['Observation', 'subject re Patient/p2', 'o2'],
    ['Observation', 'subject:Patient.gender eq male or code eq b', 'o2 o3'],
    ['Observation', 'subject[gender eq male].name co pet', 'o2'],
    ['Observation', 'subject[gender eq female and birthdate gt 2000].name co ann', ''],
    ['Observation', 'has-member:Observation.subject:Patient.given eq ann', 'o1'],
    ['Observation', 'subject:Patient.gender pr false', 'o3 o4'],
    ['Observation', '(code eq b and subject re Patient/p3) or code pr false', 'o3 o4'],
    ['Patient', '_id eq p1 or _id eq p2', 'p1 p2'],
    ['Patient', '_id ne p1', 'p2 p3'],
    ['Patient', '_lastUpdated ge 2026-11-25', 'p1 p2 p3'],
    ['Patient', 'NOT (_id EQ p1) AND gender pr true', 'p2'],
  ])('%s: %s finds %s', async (type, filter, ids) => {
    const url = `${type}?_filter=${encodeURIComponent(filter)}`;
    expect(find(url).join(' ')).toBe(ids);
    expect((await store.find(url)).join(' ')).toBe(ids);
  });

  it('stands beside other parameters, behind chains and several times', async () => {
    expect(find('Patient?gender=male&_filter=name co pet')).toEqual(['p2']);
    expect(find('Patient?_filter=name co pet&_filter=gender eq female')).toEqual(['p1']);
    expect(find('Observation?subject:Patient._filter=gender eq male')).toEqual(['o2']);
    expect(find('Patient?_filter=name co "pet,ann" or gender eq female')).toEqual(['p1']);
  });

  it.each([
    ['nonsense eq x', '_filter, character 1: Patient has no search parameter "nonsense"'],
    ['gender eq male and birthdate eq never', '_filter, character 20: The value'],
    ['gender co ma', '_filter, character 1: The operator co says nothing about the token parameter gender'],
    ['birthdate in http://x', 'The operator in says nothing about the date parameter'],
    ['gender pr maybe', 'pr takes true or false'],
    ['name.family eq x', 'is no reference'],
    ['general-practitioner.name[x eq y].z eq 1', 'is no reference'],
    ['_id co x', 'The operator co says nothing about _id'],
    ['name co ""', 'it holds nothing to look for'],
  ])('%s is refused: %s', (filter, why) => {
    expect(() => find(`Patient?_filter=${encodeURIComponent(filter)}`)).toThrow(why);
  });

  it.each([
    ['relatesTo[not (code eq x)].target pr true', '"not" cannot be asked of the parts'],
    ['relatesTo[code eq x].target.id eq 1', 'is followed by one name'],
    ['relatesTo[colour eq x].target pr true', 'relatesTo has no part colour, but code and target'],
    ['relatesTo[code eq x and code eq y].target pr true', 'A part can be tested only once'],
  ])('%s of a DocumentReference is refused: %s', (filter, why) => {
    expect(() => find(`DocumentReference?_filter=${encodeURIComponent(filter)}`)).toThrow(why);
  });

  it('a random filter finds in a store what it finds in memory', async () => {
    const leaf = fc.constantFrom(
      'name co pet',
      'given ew er',
      'given ne ann',
      'family gt b',
      'gender eq male',
      'gender ne male',
      'gender pr true',
      'birthdate ge 2014',
      'birthdate pr false',
      '_id eq p3',
      'identifier pr true',
      'gender in http://hl7.org/fhir/ValueSet/administrative-gender',
    );
    const { text } = fc.letrec<{ text: string }>((tie) => ({
      text: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        leaf,
        fc
          .tuple(tie('text'), fc.constantFrom('and', 'or'), tie('text'))
          .map(([a, word, b]) => `${a} ${word} (${b})`),
        tie('text').map((inner) => `not (${inner})`),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(text, async (filter) => {
        const url = `Patient?_filter=${encodeURIComponent(filter)}`;
        expect(await store.find(url)).toEqual(find(url));
      }),
      { numRuns: 60 },
    );
  });
});
