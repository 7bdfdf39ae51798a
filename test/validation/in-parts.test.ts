// A Bundle is validated entry by entry, so that a large one can give way to others.

import { describe, expect, it } from '@jest/globals';
import type { Resource } from '../../src/fhir/json/tree.ts';
import { atOnce } from '../../src/fhir/pace.ts';
import { observation, patient, validator } from './support.ts';

const bundle = (more: object): Resource => ({ resourceType: 'Bundle', type: 'collection', ...more });
const entry = (resource: object, i: number) => ({
  fullUrl: `urn:uuid:00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
  resource,
});
const inParts = (resource: Resource) => atOnce(validator.validateInParts(resource));

describe('validating in parts', () => {
  it('gives way at each entry of a Bundle', () => {
    const resource = bundle({ entry: Array.from({ length: 50 }, (_, i) => entry(patient({}), i)) });
    expect([...validator.validateInParts(resource)].length).toBeGreaterThanOrEqual(50);
    expect(inParts(resource).issues).toEqual([]);
  });

  it.each<[string, Resource]>([
    ['a resource that is no Bundle', patient({ gender: 'F', unknown: 1 }) as Resource],
    [
      'wrong entries',
      bundle({ entry: [entry(patient({ gender: 'F' }), 1), entry(observation({ status: 'x' }), 2), 7, {}] }),
    ],
    ['entries of no known type', bundle({ entry: [entry({ resourceType: 'Nothing' }, 1), entry({}, 2)] })],
    ['two entries with one fullUrl', bundle({ entry: [entry(patient({}), 1), entry(patient({}), 1)] })],
    ['an entry that is no list', bundle({ entry: entry(patient({}), 1) })],
    ['an empty list of entries', bundle({ entry: [] })],
    ['a Bundle without entries or type', { resourceType: 'Bundle', total: 'x' }],
    [
      'a Bundle in a Bundle',
      bundle({ entry: [entry(bundle({ entry: [entry(patient({ gender: 'F' }), 2)] }), 1)] }),
    ],
    [
      'more than a hundred findings',
      bundle({ entry: Array.from({ length: 150 }, (_, i) => entry(patient({ gender: 'F' }), i)) }),
    ],
  ])('finds the same as at one go in %s', (_what, resource) => {
    expect(inParts(resource)).toEqual(validator.validate(resource));
  });
});
