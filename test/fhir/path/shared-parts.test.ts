// Constraints that share their parts answer as they would alone.

import { describe, expect, it } from '@jest/globals';
import { compileInvariant, createSharedParts, type Environment } from '../../../src/fhir/path/invariant.ts';
import { makeItem } from '../../../src/fhir/path/item.ts';
import { testDefinitions } from '../../conformance/definitions.ts';

const { model } = await testDefinitions();

const RULES = [
  "component.where(code.text = 'a').value.exists()",
  "component.where(code.text = 'a').value.exists() and component.where(code.text = 'b').exists()",
  "component.where(code.text = 'a').where(value.exists()).count() = 1",
  "component.where(code.text in ('a' | 'b')).all(value.exists())",
];

function observation(...components: object[]) {
  const resource = { resourceType: 'Observation', component: components };
  const item = makeItem(resource, 'Observation', resource, '', undefined);
  const environment: Environment = { resource: item, rootResource: item, context: item };
  return { item, environment };
}

const a = { code: { text: 'a' }, valueString: '1' };
const b = { code: { text: 'b' } };

describe('constraints that share their parts', () => {
  const share = createSharedParts();
  const sharing = RULES.map((rule) => compileInvariant(rule, model, share)!);
  const alone = RULES.map((rule) => compileInvariant(rule, model)!);

  it('answer for each element anew', () => {
    const answers = [
      observation(a, b),
      observation(b),
      observation(a),
      observation(a, a),
      observation(a, b),
    ].map(({ item, environment }) => {
      const shared = sharing.map((holds) => holds(item, environment));
      expect(shared).toEqual(alone.map((holds) => holds(item, environment)));
      return shared;
    });
    expect(answers).toEqual([
      [true, true, true, false],
      [false, false, false, false],
      [true, false, true, true],
      [true, false, false, true],
      [true, true, true, false],
    ]);
  });
});
