// Measures and the libraries they name.

import { describe, expect, it } from '@jest/globals';
import { withStored } from '../../../src/conformance/with-stored.ts';
import { createSharedParts, createValidator } from '../../../src/validation/validator.ts';
import { definitions, findings } from '../support.ts';

const library = (name: string, contentType: string, text: string) => ({
  resourceType: 'Library',
  url: `https://example.org/Library/${name}`,
  name,
  status: 'active',
  content: [{ contentType, data: Buffer.from(text).toString('base64') }],
});

const validator = createValidator({
  definitions: withStored(definitions, [
    library(
      'Screening',
      'text/cql',
      'library Screening\n\ndefine "In Population":\n  true\ndefine Done: false\n',
    ),
    library(
      'Other',
      'application/elm+xml',
      '<library><statements><def name="InPopulation"/></statements></library>',
    ),
  ]),
  now: () => new Date('2026-11-25T08:00:00+08:00'),
  shared: createSharedParts(definitions),
});

function measure(expression: string, ...names: string[]): string[] {
  const criteria = { language: 'text/cql', expression };
  return findings(
    {
      resourceType: 'Measure',
      url: 'https://example.org/Measure/a',
      status: 'draft',
      ...(names.length > 0 && { library: names.map((name) => `https://example.org/Library/${name}`) }),
      group: [{ population: [{ criteria }] }],
    },
    {},
    validator,
  ).filter((line) => line.includes(' measure '));
}

const FAULT = ['error measure Measure.group[0].population[0].criteria.expression'];

describe('the criteria of a measure', () => {
  it('are defined in its library', () => {
    expect(measure('Screening."In Population"', 'Screening')).toEqual([]);
    expect(measure('Done', 'Screening')).toEqual([]);
    expect(measure('Screening.Missing', 'Screening')).toEqual(FAULT);
    expect(measure('Other.InPopulation', 'Screening', 'Other')).toEqual([]);
    expect(measure('Other.Done', 'Screening', 'Other')).toEqual(FAULT);
  });

  it('name one of its libraries', () => {
    expect(measure('Elsewhere.Done', 'Screening')).toEqual(FAULT);
    expect(measure('Done')).toEqual(FAULT);
    expect(measure('Done', 'Screening', 'Other')).toEqual(FAULT);
  });

  it('are not judged when a library is not known, or when they are more than a name', () => {
    expect(measure('Elsewhere.Done', 'Elsewhere')).toEqual([]);
    expect(measure('AgeInYears() < 18', 'Screening')).toEqual([]);
  });
});
