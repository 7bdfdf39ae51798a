import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLocalBases, formatLocal, parseCanonical, parseReference } from '../../src/fhir/reference.ts';

const local = createLocalBases(['http://127.0.0.1:3000/fhir', 'https://Eye.Example.CN/fhir/']);

describe('a literal reference', () => {
  it.each([
    ['Patient/1', { kind: 'local', type: 'Patient', id: '1' }],
    ['Patient/1/_history/2', { kind: 'local', type: 'Patient', id: '1', version: '2' }],
    ['http://127.0.0.1:3000/fhir/Patient/1', { kind: 'local', type: 'Patient', id: '1' }],
    [
      'https://eye.example.cn/fhir/Patient/1/_history/2',
      { kind: 'local', type: 'Patient', id: '1', version: '2' },
    ],
    ['HTTPS://EYE.example.cn/fhir/Patient/a', { kind: 'local', type: 'Patient', id: 'a' }],
    ['http://other.example/fhir/Patient/1', { kind: 'url', url: 'http://other.example/fhir/Patient/1' }],
    [
      'http://other.example/fhir/Patient/1/_history/7',
      { kind: 'url', url: 'http://other.example/fhir/Patient/1', version: '7' },
    ],
    // The same path under another scheme, host or prefix is another server.
    ['https://127.0.0.1:3000/fhir/Patient/1', { kind: 'url', url: 'https://127.0.0.1:3000/fhir/Patient/1' }],
    ['http://127.0.0.1:3000/fhirx/Patient/1', { kind: 'url', url: 'http://127.0.0.1:3000/fhirx/Patient/1' }],
    ['#p1', { kind: 'contained', id: 'p1' }],
    ['#', { kind: 'contained', id: '' }],
    [
      'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0',
      { kind: 'urn', url: 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0' },
    ],
    ['urn:oid:1.2.3', { kind: 'urn', url: 'urn:oid:1.2.3' }],
    ['Patient?identifier=a|b', { kind: 'conditional', type: 'Patient', query: 'identifier=a|b' }],
    ['Patient', { kind: 'invalid' }],
    ['patient/1', { kind: 'invalid' }],
    ['Patient/1/2', { kind: 'invalid' }],
    ['Patient/a_b', { kind: 'invalid' }],
    ['', { kind: 'invalid' }],
  ])('%s', (text, expected) => {
    expect(parseReference(text, local)).toEqual(expected);
  });

  it('is the same whether it is written relative or under any of our bases', () => {
    const id = fc.stringMatching(/^[A-Za-z0-9.-]{1,64}$/);
    fc.assert(
      fc.property(
        id,
        fc.option(id),
        fc.constantFrom('', ...local.bases.map((base) => `${base}/`)),
        (a, version, base) => {
          const target = { type: 'Patient', id: a, ...(version === null ? {} : { version }) };
          expect(parseReference(base + formatLocal(target), local)).toEqual({ kind: 'local', ...target });
        },
      ),
    );
  });

  it('of any text is something, never an exception', () => {
    fc.assert(
      fc.property(fc.string(), (text) =>
        expect(parseReference(text, local).kind).toEqual(expect.any(String)),
      ),
    );
  });
});

describe('a canonical', () => {
  it.each([
    ['http://hl7.org/fhir/ValueSet/x', { kind: 'url', url: 'http://hl7.org/fhir/ValueSet/x' }],
    [
      'http://hl7.org/fhir/ValueSet/x|4.0.1',
      { kind: 'url', url: 'http://hl7.org/fhir/ValueSet/x', version: '4.0.1' },
    ],
    ['http://hl7.org/fhir/ValueSet/x|', { kind: 'url', url: 'http://hl7.org/fhir/ValueSet/x' }],
    ['urn:oid:1.2.3|2', { kind: 'url', url: 'urn:oid:1.2.3', version: '2' }],
    ['Questionnaire/1', { kind: 'local', type: 'Questionnaire', id: '1' }],
  ])('%s', (text, expected) => {
    expect(parseCanonical(text, local)).toEqual(expected);
  });
});
