// Random resources of every type, out of the elements that R4 gives it: search parameters look at nearly all of them.

import type { ElementShape, TypeModel } from '../../../src/fhir/elements.ts';
import type { JsonObject } from '../../../src/fhir/json/tree.ts';
import {
  address,
  CODES,
  coding,
  concept,
  DATES,
  day,
  humanName,
  identifier,
  instant,
  NUMBERS,
  period,
  quantity,
  reference,
  WORDS,
} from './data.ts';
import type { Random } from './random.ts';

/** What they hold decides what the server does, or is no resource to be found. */
const LEFT_OUT = new Set([
  'Binary',
  'Bundle',
  'CodeSystem',
  'OperationOutcome',
  'Parameters',
  'SearchParameter',
  'StructureDefinition',
  'Subscription',
  'ValueSet',
  'ConceptMap',
  'NamingSystem',
]);
const NOT_FILLED = new Set([
  'id',
  'meta',
  'implicitRules',
  'language',
  'text',
  'contained',
  'extension',
  'modifierExtension',
]);
const DEPTH_MAX = 5;
const URLS = ['http://example.org/x', 'http://example.org/x/y', 'http://example.org/xy', 'urn:oid:1.2.3'];
const PER_TYPE = 5;

export function anyTypes(types: Iterable<string>): string[] {
  return [...types].filter((type) => !LEFT_OUT.has(type));
}

export function randomOfTypes(types: readonly string[], model: TypeModel, random: Random): JsonObject[] {
  return types.flatMap((resourceType) =>
    Array.from({ length: PER_TYPE }, (_, number) => ({
      resourceType,
      id: `any.${number}`,
      ...elementsOf(resourceType, model, random, 0),
    })),
  );
}

function elementsOf(type: string, model: TypeModel, random: Random, depth: number): JsonObject {
  const found: JsonObject = {};
  for (const shape of model.elements(type)?.values() ?? []) {
    if (NOT_FILLED.has(shape.name) || random.once(depth === 0 ? 4 : 2)) continue;
    const one = random.pick(shape.types);
    const make = () => anyValue(one, shape, model, random, depth);
    const first = make();
    if (first === undefined) continue;
    const values = shape.max > 1 && random.once(3) ? [first, make()!] : [first];
    const name = shape.choice ? shape.name + one[0]!.toUpperCase() + one.slice(1) : shape.name;
    if (first !== null) found[name] = (shape.max > 1 ? values : first) as JsonObject;
  }
  return found;
}

function anyValue(
  type: string,
  { targets }: ElementShape,
  model: TypeModel,
  random: Random,
  depth: number,
): unknown {
  switch (type) {
    case 'Reference':
      return anyReference(targets ?? ['Patient', 'Organization'], random);
    case 'CodeableConcept':
      return concept(random);
    case 'Coding':
      return coding(random);
    case 'Identifier':
      return identifier(random);
    case 'HumanName':
      return humanName(random);
    case 'Address':
      return address(random);
    case 'Period':
      return period(random);
    case 'Quantity':
    case 'SimpleQuantity':
    case 'Age':
    case 'Duration':
    case 'Distance':
    case 'Count':
      return quantity(random);
    case 'Money':
      return { value: random.pick(NUMBERS), currency: random.pick(['EUR', 'CNY']) };
    case 'Range':
      return random.pick([
        { low: { value: 1 }, high: { value: 10.5 } },
        { low: { value: -1 } },
        { high: { value: 0.5 } },
      ]);
    case 'Timing':
      return random.pick([{ event: [random.pick(DATES)] }, { repeat: { boundsPeriod: period(random) } }]);
    case 'ContactPoint':
      return { system: random.pick(['phone', 'email']), value: random.pick(['123', 'a@b']) };
    case 'SampledData':
    case 'xhtml':
    case 'Extension':
    case 'Narrative':
    case 'Resource':
      return undefined;
  }
  if (model.kind(type) === 'primitive') return primitiveOf(type, random);
  if (depth >= DEPTH_MAX) return undefined;
  const inner = elementsOf(type, model, random, depth + 1);
  return Object.keys(inner).length === 0 ? undefined : inner;
}

/** Whether `resolve() is Practitioner` holds of what is elsewhere is left open, where it could be something else. */
function anyReference(targets: readonly string[], random: Random): JsonObject {
  const type = random.pick(targets);
  const made = reference(random, type);
  const isElsewhere = String(made.reference).startsWith('http://elsewhere');
  return isElsewhere && targets.length > 1 ? { reference: `${type}/any.1` } : made;
}

function primitiveOf(type: string, random: Random): unknown {
  switch (type) {
    case 'boolean':
      return random.once(2);
    case 'decimal':
      return random.pick(NUMBERS);
    case 'integer':
    case 'positiveInt':
    case 'unsignedInt':
      return 1 + random.integer(5);
    case 'date':
      return day(random);
    case 'dateTime':
      return random.pick(DATES);
    case 'instant':
      return instant(random);
    case 'time':
      return '08:30:00';
    case 'base64Binary':
      return 'QUJD';
    case 'uri':
    case 'url':
    case 'oid':
    case 'uuid':
      return random.pick(URLS);
    case 'canonical':
      return random.pick(URLS) + random.pick(['', '', '|1']);
    case 'code':
      return random.pick(['active', 'x', 'final']);
    case 'id':
      return random.pick(['a', 'b-1']);
  }
  return random.pick(random.once(2) ? WORDS : CODES);
}
