import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FhirError } from '../../src/fhir/error.ts';
import { editDistance, nearestName } from '../../src/search/nearest.ts';
import { formatName, parseName, type SearchName } from '../../src/search/parse-name.ts';

describe('the name of a search parameter', () => {
  it.each([
    ['birthdate', { kind: 'plain', code: 'birthdate' }],
    ['family:exact', { kind: 'plain', code: 'family', modifier: 'exact' }],
    ['subject:Patient', { kind: 'plain', code: 'subject', modifier: 'Patient' }],
    ['subject.name', { kind: 'chain', code: 'subject', rest: { kind: 'plain', code: 'name' } }],
    [
      'subject:Patient.name:exact',
      {
        kind: 'chain',
        code: 'subject',
        type: 'Patient',
        rest: { kind: 'plain', code: 'name', modifier: 'exact' },
      },
    ],
    [
      '_has:Observation:patient:code',
      { kind: 'has', type: 'Observation', code: 'patient', rest: { kind: 'plain', code: 'code' } },
    ],
    [
      'patient._has:Observation:subject:code:not',
      {
        kind: 'chain',
        code: 'patient',
        rest: {
          kind: 'has',
          type: 'Observation',
          code: 'subject',
          rest: { kind: 'plain', code: 'code', modifier: 'not' },
        },
      },
    ],
  ])('%s is taken apart', (text, expected) => {
    expect(parseName(text)).toEqual(expected);
  });

  it.each([
    'a:b:c',
    'a.',
    '.a',
    'a:',
    'family[$ne]',
    'a b',
    '_has:Observation',
    '_has:Observation:patient',
    '_has:::x',
    '__proto__:',
    'a:b.c:d:e',
  ])('%s is refused', (text) => {
    expect(() => parseName(text)).toThrow(FhirError);
  });

  it('may take eight steps and not nine', () => {
    expect(parseName('a.b.c.d.e.f.g.h.i').kind).toBe('chain');
    expect(() => parseName('a.b.c.d.e.f.g.h.i.j')).toThrow(/at most 8 steps/);
    expect(() => parseName(`${'_has:A:b:'.repeat(9)}c`)).toThrow(/at most 8 steps/);
  });

  it('is formatted as it was read', () => {
    const word = fc.stringMatching(/^[a-z][a-z-]{0,8}$/);
    const type = fc.constantFrom('Patient', 'Observation');
    const name = fc.letrec<{ name: SearchName }>((tie) => ({
      name: fc.oneof(
        { maxDepth: 4 },
        fc.record(
          { kind: fc.constant('plain' as const), code: word, modifier: word },
          { requiredKeys: ['kind', 'code'] },
        ),
        fc.record(
          { kind: fc.constant('chain' as const), code: word, type, rest: tie('name') },
          { requiredKeys: ['kind', 'code', 'rest'] },
        ),
        fc.record({ kind: fc.constant('has' as const), type, code: word, rest: tie('name') }),
      ),
    })).name;
    fc.assert(fc.property(name, (one) => expect({ ...parseName(formatName(one)) }).toEqual({ ...one })));
  });
});

describe('the nearest name', () => {
  it('is the one with the fewest changes, and none when nothing is near', () => {
    const names = ['birthdate', 'family', 'given', 'gender', '_lastUpdated'];
    expect(nearestName('birthdat', names)).toBe('birthdate');
    expect(nearestName('birth-date', names)).toBe('birthdate');
    expect(nearestName('Gender', names)).toBe('gender');
    expect(nearestName('lastupdated', names)).toBe('_lastUpdated');
    expect(nearestName('xyzzyplugh', names)).toBeUndefined();
  });

  it('is found by a distance that is symmetric and zero only for equal names', () => {
    const word = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
      }),
    );
  });
});
