import { describe, expect, it } from '@jest/globals';
import { findings, patient } from './support.ts';

describe('The system of an identifier', () => {
  const found = (system: string, value = '1') => findings(patient({ identifier: [{ system, value }] }));

  it('is an absolute URI', () => {
    expect(found('https://example.org/ids')).toEqual([]);
    expect(found('urn:oid:2.16.156.10011.1.3')).toEqual([]);
    expect(found('mrn')).toEqual(['error identifier Patient.identifier[0].system']);
    expect(found('/ids')).toEqual(['error identifier Patient.identifier[0].system']);
    expect(findings(patient({ identifier: [{ value: '1' }] }))).toEqual([]);
  });

  it('of URIs goes with a value that is one', () => {
    expect(found('urn:ietf:rfc:3986', 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0')).toEqual([]);
    expect(found('urn:ietf:rfc:3986', '0c3151bd')).toEqual(['error identifier Patient.identifier[0].value']);
  });
});
