import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Definitions } from '../../../src/conformance/definitions.ts';
import {
  compileInvariant,
  type Environment,
  type Invariant,
  type Item,
} from '../../../src/fhir/path/invariant.ts';
import { testDefinitions } from '../../conformance/definitions.ts';
import { type Constraint, resourceItem, walkElements } from './element-walk.ts';
import { createOracle } from './fhirpath.ts';
import { richResource } from './rich-resource.ts';

const EXAMPLES = fileURLToPath(new URL('../../../profiles/lianti/examples', import.meta.url));
/** The validator judges narrative by code of its own. */
const NARRATIVE = new Set(['txt-1', 'txt-2']);

describe('an invariant', () => {
  let definitions: Definitions;
  beforeAll(async () => {
    definitions = await testDefinitions();
  });

  const holds = (
    expression: string,
    resource: object,
    focus: Item = resourceItem(resource as never),
  ): boolean => {
    const root = resourceItem(resource as never);
    const invariant = compileInvariant(expression, definitions.model)!;
    return invariant(focus, { resource: root, rootResource: root, context: focus });
  };

  it.each([
    ['name.exists() or telecom.exists()', { telecom: [{ value: '1' }] }, true],
    ['name.exists() or telecom.exists()', {}, false],
    ['birthDate.hasValue()', { _birthDate: { extension: [{ url: 'x' }] } }, false],
    ['birthDate.exists()', { _birthDate: { extension: [{ url: 'x' }] } }, true],
    ['birthDate = @2017-05-21', { birthDate: '2017-05-21' }, true],
    ['birthDate < @2017-05-22', { birthDate: '2017-05-21' }, true],
    ["gender in ('male' | 'female')", { gender: 'male' }, true],
    ["gender in ('male' | 'female')", {}, false],
    ["('a' | 'b') contains gender", { gender: 'c' }, false],
    ["name.all(use = 'official')", { name: [{ use: 'official' }, { use: 'usual' }] }, false],
    ["name.where(use = 'official').count() = 1", { name: [{ use: 'official' }, { use: 'usual' }] }, true],
    ['name.select(family).isDistinct()', { name: [{ family: '张' }, { family: '张' }] }, false],
    [
      "name.first().family & name.first().given.first() = '张小禾'",
      { name: [{ family: '张', given: ['小禾'] }] },
      true,
    ],
    ["id.matches('^[a-z]+$')", { id: 'abc' }, true],
    ["id.matches('^[a-z]+$')", { id: 'ab1' }, false],
    ["id.substring(1, 2) = 'bc' and id.length() = 4", { id: 'abcd' }, true],
    ['name.family.exists() xor gender.exists()', { gender: 'male', name: [{ family: '张' }] }, false],
    ['name.aggregate($total + 1, 0) = 2', { name: [{ text: 'x' }, { text: 'y' }] }, true],
    ["name.where($index = 1).text = 'y'", { name: [{ text: 'x' }, { text: 'y' }] }, true],
    [
      'contact.repeat(extension).count() = 2',
      { contact: [{ extension: [{ url: 'a', extension: [{ url: 'b' }] }] }] },
      true,
    ],
    [
      "maritalStatus.coding.exists(code = 'M')",
      { maritalStatus: { coding: [{ code: 'S' }, { code: 'M' }] } },
      true,
    ],
    [
      "maritalStatus.coding.exists(code = 'M')",
      { maritalStatus: { coding: [{ system: 'M' }, null, { code: 'S' }] } },
      false,
    ],
    ["maritalStatus.coding.exists(code = 'M')", { maritalStatus: { text: 'M' } }, false],
    ["maritalStatus.coding.exists(code = 'M')", { maritalStatus: { coding: { code: 'M' } } }, true],
    [
      "maritalStatus.coding.exists(code = 'M')",
      { maritalStatus: { coding: [{ _code: { extension: [{ url: 'M' }] } }, { code: 'M' }] } },
      true,
    ],
    [
      "maritalStatus.coding.exists(code = 'M')",
      { maritalStatus: { coding: [{ _code: { extension: [{ url: 'M' }] } }] } },
      false,
    ],
    [
      "contact.relationship.coding.exists(code in ('C' | 'N'))",
      {
        contact: [
          { relationship: [{ coding: [{ code: 'E' }] }] },
          { relationship: [{ coding: [{ code: 'N' }] }] },
        ],
      },
      true,
    ],
    ["contact.relationship.coding.exists(code in ('C' | 'N'))", { contact: [{ relationship: [{}] }] }, false],
    ['active implies birthDate.exists()', { active: false }, true],
    ['active implies birthDate.exists()', { active: true }, false],
    ["iif(active, gender = 'male', true)", { active: true, gender: 'female' }, false],
    ['multipleBirth is integer implies multipleBirth > 0', { multipleBirthInteger: 0 }, false],
    ['(multipleBirth as integer) mod 2 = 1', { multipleBirthInteger: 3 }, true],
    [
      "extension('http://example.org/a').value = 'x'",
      { extension: [{ url: 'http://example.org/a', valueString: 'x' }] },
      true,
    ],
    ["%resource.id = 'p' and $this is Patient", { id: 'p' }, true],
    [
      'contained.id.combine(contained.id).count() = 2',
      { contained: [{ resourceType: 'Group', id: 'g' }] },
      true,
    ],
    [
      'descendants().where($this is HumanName).count() = 2',
      { name: [{ text: 'x' }], contact: [{ name: { text: 'y' } }] },
      true,
    ],
  ])('%s of %j is %s', (expression, more, expected) => {
    expect(holds(expression, { resourceType: 'Patient', ...more })).toBe(expected);
  });

  it('that asks for what is not known here is left to another engine', () => {
    expect(compileInvariant('htmlChecks()', definitions.model)).toBeUndefined();
    expect(
      compileInvariant("code.subsumes('http://hl7.org/fhir/CodeSystem/x')", definitions.model),
    ).toBeUndefined();
    expect(compileInvariant('birthDate <= today()', definitions.model)).toBeUndefined();
  });

  it('is undecided about quantities in different units', () => {
    const range = {
      low: { value: 1, code: 'mm', system: 'http://unitsofmeasure.org' },
      high: { value: 1, code: 'm', system: 'http://unitsofmeasure.org' },
    };
    const resource = { resourceType: 'Observation', valueRange: range };
    expect(() => holds('value.low <= value.high', resource)).toThrow(
      expect.objectContaining({ kind: 'undecided' }),
    );
  });

  it('of R4 or of our profiles is known here, narrative aside', () => {
    const unknown = [...allConstraints()].filter(
      ({ key, expression }) =>
        !NARRATIVE.has(key) && expression && !compileInvariant(expression, definitions.model),
    );
    expect(unknown.map(({ key }) => key)).toEqual([]);
  });

  it('has the same answer as fhirpath on every element of resources with every element filled', () => {
    const types = [...definitions.resourceTypes];
    const { judged, different } = compare(
      types.map((type, n) => richResource(type, n % 6, definitions.model)),
    );
    expect(different).toEqual([]);
    expect(judged).toBeGreaterThan(30_000);
  });

  it('has the same answer as fhirpath on every element of the examples of our profiles', () => {
    const { judged, different } = compare(readExamples());
    expect(different).toEqual([]);
    expect(judged).toBeGreaterThan(100);
  });

  function* allConstraints(): Generator<Constraint> {
    const urls = [...definitions.resourceTypes].flatMap((type) => [type, ...definitions.profilesOf(type)]);
    for (const url of urls) {
      for (const { constraint } of definitions.structure(url)?.snapshot?.element ?? [])
        yield* constraint ?? [];
    }
  }

  function compare(resources: object[]): { judged: number; different: string[] } {
    const oracle = createOracle();
    const invariants = new Map<string, Invariant>();
    const compiled = (expression: string): Invariant => {
      const known = invariants.get(expression) ?? compileInvariant(expression, definitions.model)!;
      invariants.set(expression, known);
      return known;
    };
    const different: string[] = [];
    let judged = 0;
    for (const resource of resources as { resourceType: string; meta?: { profile?: string[] } }[]) {
      const root = resourceItem(resource);
      const judge = (item: Item, constraints: Constraint[]): void => {
        const env: Environment = { resource: root, rootResource: root, context: item };
        for (const { key, expression } of new Map(constraints.map((c) => [c.expression, c])).values()) {
          // fhirpath is handed a bare value: it cannot see the extensions of a primitive.
          if (!expression || NARRATIVE.has(key) || typeof item.value !== 'object') continue;
          const own = unlessUndecided(() => compiled(expression)(item, env));
          const other = unlessRefused(() => isTrue(oracle(expression, item.type, item.value, resource)));
          // Either engine may find that it cannot tell; an answer is compared with an answer.
          if (own === undefined || other === undefined) continue;
          judged++;
          if (own !== other) different.push(`${key} on ${item.type}: ${own}`);
        }
      };
      walkElements(resource, definitions, judge);
      for (const url of resource.meta?.profile ?? []) {
        judge(root, definitions.structure(url)?.snapshot?.element[0]?.constraint ?? []);
      }
    }
    return { judged, different };
  }
});

function unlessUndecided(judge: () => boolean): boolean | undefined {
  try {
    return judge();
  } catch (error) {
    if ((error as { kind?: unknown }).kind === 'undecided') return undefined;
    throw error;
  }
}

/** fhirpath throws for what it cannot do without a network, and for some published patterns. */
function unlessRefused(judge: () => boolean): boolean | undefined {
  try {
    return judge();
  } catch {
    return undefined;
  }
}

function isTrue(result: unknown[]): boolean {
  return result.length === 1 && typeof result[0] === 'boolean' ? result[0] : result.length > 0;
}

function readExamples(): object[] {
  if (!existsSync(EXAMPLES)) return [];
  return readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json') && !file.includes('expected'))
    .map((file) => JSON.parse(readFileSync(join(EXAMPLES, file), 'utf8')) as object)
    .filter((example) => 'resourceType' in example);
}
