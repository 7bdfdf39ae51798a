import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Definitions } from '../../../src/conformance/definitions.ts';
import { compilePath } from '../../../src/fhir/path/compile.ts';
import { testDefinitions } from '../../conformance/definitions.ts';
import { canonicalText, createOracle } from './fhirpath.ts';
import { richResource } from './rich-resource.ts';

const VARIANTS = 3;

describe('the published search parameters', () => {
  let definitions: Definitions;
  beforeAll(async () => {
    definitions = await testDefinitions();
  });

  it('all compile, for every type and in every component', () => {
    let paths = 0;
    for (const type of definitions.resourceTypes) {
      for (const parameter of definitions.searchParameters(type).values()) {
        if (parameter.expression !== '') {
          compilePath(parameter.expression, type, definitions.model);
          paths++;
        }
        for (const { values } of parameter.components) values({ resourceType: type });
      }
    }
    expect(paths).toBeGreaterThan(2500);
  });

  it('find the same values as fhirpath in resources with every element filled', () => {
    const oracle = createOracle();
    const different: string[] = [];
    let found = 0;
    for (const type of definitions.resourceTypes) {
      for (let variant = 0; variant < VARIANTS; variant++) {
        const resource = richResource(type, variant, definitions.model);
        for (const { code, expression } of definitions.searchParameters(type).values()) {
          if (expression === '') continue;
          const own = compilePath(expression, type, definitions.model)(resource).map(({ value }) => value);
          // fhirpath resolves references by the network only; their text says the same here.
          const asked = expression.replace(/resolve\(\) is (\w+)/g, "reference.startsWith('$1/')");
          const expected = oracle(asked, type, resource, resource);
          if (textOfSet(own) !== textOfSet(expected)) different.push(`${type}.${code} (${variant})`);
          found += own.length;
        }
      }
    }
    expect(different).toEqual([]);
    expect(found).toBeGreaterThan(10_000);
  });
});

/** `|` of fhirpath drops duplicates, ours keeps each place. */
function textOfSet(values: unknown[]): string {
  return [...new Set(values.map(canonicalText))].sort().join('\n');
}
