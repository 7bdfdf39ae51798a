// Random questions that often have an answer: what they ask for is taken from some resource, and changed a little.

import type { JsonObject } from '../../../src/fhir/json/tree.ts';
import type { Asked, Criterion, Prefix, Step } from './asked.ts';
import { CODES, DATES, NUMBERS, SYSTEMS, UCUM, WORDS } from './data.ts';
import type { Judge } from './judge.ts';
import type { Random } from './random.ts';
import { evaluated, type Parameter, targetOf, type Value } from './values.ts';

const PREFIXES: readonly Prefix[] = ['', 'eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb'];
/**
 * The store keeps these itself, and the texts have no expression. care-manager alone has no parameter beside it for
 * managers whose type nobody knows: whether they are found by it is left open.
 */
const LEFT_OUT = new Set(['_lastUpdated', '_text', '_content', '_query', 'care-manager']);

export interface Sources {
  /** No chains, no _has, no composites. */
  isStraight?: boolean;
  random: Random;
  judge: Judge;
  resources: readonly JsonObject[];
  parameters: ReadonlyMap<string, ReadonlyMap<string, Parameter>>;
}

export function randomCriteria(type: string, sources: Sources): Criterion[] {
  return sources.random.some(1, sources.random.pick([1, 1, 2, 3]), () => randomCriterion(type, sources));
}

function randomCriterion(type: string, sources: Sources): Criterion {
  const { steps, end } = randomSteps(type, sources);
  const parameter = randomParameter(
    end,
    sources,
    (one) =>
      !LEFT_OUT.has(one.code) && one.type !== 'special' && !(sources.isStraight && one.type === 'composite'),
  );
  const criterion = { steps, type: end, code: parameter.code, alternatives: [] };
  if (sources.random.once(8)) return { ...criterion, modifier: 'missing', isMissing: sources.random.once(2) };
  return { ...criterion, ...randomQuestion(end, parameter, sources) };
}

function randomSteps(type: string, sources: Sources): { steps: Step[]; end: string } {
  const { random, parameters, isStraight = false } = sources;
  const steps: Step[] = [];
  let at = type;
  while (!isStraight && steps.length < 3 && random.once(3)) {
    // What is contained is referred to by its container, which is no resource of its own that _has could ask.
    const step = at !== 'Medication' && random.once(2) ? hasStep(at, sources) : chainStep(at, sources);
    if (!step) break;
    steps.push(step);
    at = step.kind === 'has' ? step.type : step.target;
    if (!parameters.has(at)) throw new Error(at);
  }
  return { steps, end: at };
}

function chainStep(type: string, { random, judge, resources, parameters }: Sources): Step | undefined {
  const used = [...parameters.get(type)!.values()].filter(
    (one) =>
      one.type === 'reference' &&
      one.targets.some((target) => parameters.has(target)) &&
      resources.some((resource) => resource.resourceType === type && judge.values(resource, one).length > 0),
  );
  if (used.length === 0) return undefined;
  const { code, targets } = random.pick(used);
  const target = random.pick(targets.filter((one) => parameters.has(one)));
  // Without a type only one target may know the rest: another one may know it as another kind.
  return { kind: 'chain', code, target, type: targets.length === 1 && random.once(2) ? undefined : target };
}

function hasStep(type: string, { random, judge, resources, parameters }: Sources): Step | undefined {
  const possible = [...parameters].flatMap(([from, codes]) =>
    [...codes.values()]
      .filter((one) => one.type === 'reference' && one.targets.includes(type))
      .filter((one) =>
        resources.some(
          (resource) => resource.resourceType === from && judge.values(resource, one).length > 0,
        ),
      )
      .map(({ code }): Step => ({ kind: 'has', type: from, code })),
  );
  return possible.length === 0 ? undefined : random.pick(possible);
}

/** Mostly one that some resource has a value for. */
function randomParameter(
  type: string,
  { random, judge, resources, parameters }: Sources,
  isWanted: (one: Parameter) => boolean,
): Parameter {
  const all = [...parameters.get(type)!.values()].filter(isWanted);
  const used = all.filter((one) =>
    resources.some((resource) => resource.resourceType === type && judge.values(resource, one).length > 0),
  );
  return random.pick(used.length === 0 || random.once(10) ? all : used);
}

function randomQuestion(
  type: string,
  parameter: Parameter,
  sources: Sources,
): Pick<Criterion, 'modifier' | 'alternatives'> {
  const { random } = sources;
  const found = sources.resources
    .filter((resource) => resource.resourceType === type)
    .flatMap((resource) => sources.judge.values(resource, parameter).map((value) => ({ value, resource })));
  const some = <T extends Asked>(
    make: (one: { value: Value; resource: JsonObject } | undefined) => T | undefined,
  ) =>
    random
      .some(1, random.once(3) ? 3 : 1, () => make(found.length === 0 ? undefined : random.pick(found)))
      .filter((one) => one !== undefined);
  const orAny = (alternatives: Asked[], modifier?: string) =>
    alternatives.length > 0
      ? { alternatives, modifier }
      : { alternatives: [plainQuestion(undefined, parameter, random, undefined)!] };
  if (parameter.type === 'string') {
    const modifier = random.pick([undefined, undefined, 'exact', 'contains']);
    return orAny(
      some((one) => textQuestion(one?.value, random)),
      modifier,
    );
  }
  if (parameter.type === 'uri') {
    const modifier = random.pick([undefined, 'below', 'above']);
    return orAny(
      some((one) => uriQuestion(one?.value, modifier, random)),
      modifier,
    );
  }
  if (parameter.type === 'token' && parameter.code !== '_id') {
    const modifier = random.pick([undefined, undefined, 'not', 'text', 'of-type']);
    if (modifier === 'text')
      return orAny(
        some((one) => displayQuestion(one?.value, random)),
        modifier,
      );
    if (modifier === 'of-type') {
      const typed = some((one) => ofTypeQuestion(one?.value));
      return typed.length > 0
        ? { alternatives: typed, modifier }
        : orAny(some((one) => tokenQuestion(one?.value, random)));
    }
    return orAny(
      some((one) => tokenQuestion(one?.value, random)),
      modifier,
    );
  }
  if (parameter.type === 'reference' && random.once(4)) {
    const byIdentifier = some((one) =>
      one?.value.value?.identifier
        ? tokenQuestion({ type: 'Identifier', value: one.value.value.identifier }, random)
        : undefined,
    );
    if (byIdentifier.length > 0) return { alternatives: byIdentifier, modifier: 'identifier' };
  }
  if (parameter.type === 'reference' && random.once(4)) {
    const target = random.pick(parameter.published);
    const ids = some((one): Asked | undefined => {
      const id = one && targetOf(one.value)?.id;
      return id === undefined ? undefined : { kind: 'reference', id };
    });
    if (ids.length > 0) return { alternatives: ids, modifier: target };
  }
  return orAny(some((one) => plainQuestion(one?.value, parameter, random, one?.resource)));
}

function plainQuestion(
  found: Value | undefined,
  parameter: Parameter,
  random: Random,
  resource: JsonObject | undefined,
): Asked | undefined {
  switch (parameter.type) {
    case 'string':
      return textQuestion(found, random);
    case 'uri':
      return { kind: 'text', text: (found?.value as string | undefined) ?? 'http://example.org/none' };
    case 'token':
      return tokenQuestion(found, random);
    case 'date':
      return dateQuestion(found, random);
    case 'number':
      return { kind: 'number', ...numberQuestion(found?.value, random) };
    case 'quantity':
      return quantityQuestion(found, random);
    case 'reference':
      return referenceQuestion(found, random);
    case 'composite':
      return compositeQuestion(found, parameter, random, resource);
  }
  throw new Error(parameter.type);
}

function textQuestion(found: Value | undefined, random: Random): Asked {
  const value = found?.value;
  const all =
    typeof value === 'string' ? [value] : [value?.family, value?.given?.[0], value?.city, value?.text];
  const text = random.once(3) ? random.pick(WORDS) : (random.pick(all) ?? random.pick(WORDS));
  const letters = [...(text as string)];
  const cut = random.any(
    () => letters,
    () => letters,
    () => letters.slice(0, 1 + random.integer(letters.length)),
    () => [...(text as string).toUpperCase()],
  );
  return { kind: 'text', text: cut.join('').trim() };
}

function displayQuestion(found: Value | undefined, random: Random): Asked {
  const value = found?.value;
  const text = value?.text ?? value?.display ?? value?.coding?.[0]?.display;
  return textQuestion(text === undefined ? undefined : { type: 'string', value: text }, random);
}

function uriQuestion(found: Value | undefined, modifier: string | undefined, random: Random): Asked {
  const url = (found?.value as string | undefined) ?? 'http://example.org/none';
  // :above and :below are for URLs only.
  const isUrn = url.startsWith('urn:');
  if (isUrn && modifier !== undefined) return { kind: 'text', text: 'http://example.org' };
  if (modifier === undefined || random.once(3)) return { kind: 'text', text: url };
  if (modifier === 'above') return { kind: 'text', text: `${url}/more` };
  return {
    kind: 'text',
    text: url
      .split('/')
      .slice(0, 4 + random.integer(3))
      .join('/'),
  };
}

function tokenQuestion(found: Value | undefined, random: Random): Asked {
  const value = found?.value;
  const one = value?.coding === undefined ? value : random.pick(value.coding as JsonObject[]);
  const isPlain = value !== undefined && typeof value !== 'object';
  const code: string = isPlain ? String(value) : (one?.code ?? one?.value ?? random.pick(CODES));
  // A ContactPoint has a value, but no system as tokens have it.
  const system: string =
    (found?.type === 'ContactPoint' ? '' : one?.system) ??
    (random.once(3) && !isPlain ? random.pick(SYSTEMS) : '');
  return random.any<Asked>(
    () => ({ kind: 'token', code: system === '' || !SYSTEMS.includes(system) ? code : code.toUpperCase() }),
    () => ({ kind: 'token', code }),
    () => ({ kind: 'token', system, code }),
    () => (system === '' ? { kind: 'token', code } : { kind: 'token', system }),
    () => ({ kind: 'token', system: '', code }),
  );
}

function ofTypeQuestion(found: Value | undefined): Asked | undefined {
  const coding = found?.value?.type?.coding?.[0];
  if (!coding || found?.value.value === undefined) return undefined;
  return { kind: 'of-type', system: coding.system, code: coding.code, value: found.value.value };
}

function dateQuestion(found: Value | undefined, random: Random): Asked {
  const value = found?.value;
  const own =
    typeof value === 'string' && found?.type !== 'string'
      ? value
      : (value?.start ?? value?.end ?? value?.event?.[0]);
  const text = own === undefined || random.once(2) ? random.pick(DATES) : (own as string);
  const isCut = random.once(3);
  return {
    kind: 'date',
    prefix: random.pick(PREFIXES),
    text: isCut ? text.slice(0, random.pick([4, 7, 10])) : text,
  };
}

function numberQuestion(found: unknown, random: Random): { prefix: Prefix; text: string } {
  const number = typeof found === 'number' && !random.once(3) ? found : random.pick(NUMBERS);
  const text = random.any(
    () => String(number),
    () => String(number),
    () => (Math.abs(number) < 1e9 ? number.toFixed(random.integer(4)) : String(number)),
    () => number.toExponential(random.integer(3)),
  );
  // "-0" and its like have no other sign.
  return { prefix: random.pick(PREFIXES), text: text.replace('e+', 'e') };
}

function quantityQuestion(found: Value | undefined, random: Random): Asked {
  const value = found?.value;
  const number = numberQuestion(value?.value, random);
  const { system, code, unit } = (value ?? {}) as Record<string, string | undefined>;
  return random.any<Asked>(
    () => ({ kind: 'quantity', ...number }),
    () => (code === undefined ? { kind: 'quantity', ...number } : { kind: 'quantity', ...number, code }),
    () =>
      unit === undefined ? { kind: 'quantity', ...number } : { kind: 'quantity', ...number, code: unit },
    () => ({ kind: 'quantity', ...number, system: UCUM, code: random.pick(['mg', 'g', 'kg', 'cm', 'm']) }),
    () =>
      system === undefined ? { kind: 'quantity', ...number } : { kind: 'quantity', ...number, system, code },
    () => (system === undefined ? { kind: 'quantity', ...number } : { kind: 'quantity', ...number, system }),
  );
}

function referenceQuestion(found: Value | undefined, random: Random): Asked {
  const target = found && targetOf(found);
  if (target === undefined || target.contained !== undefined)
    return { kind: 'reference', type: 'Patient', id: 'pat7.1' };
  if (target.url !== undefined)
    return { kind: 'reference', url: target.url, version: random.once(2) ? target.version : undefined };
  const { type, id, version } = target;
  return random.any<Asked>(
    () => ({ kind: 'reference', id }),
    () => ({ kind: 'reference', type, id }),
    () => ({ kind: 'reference', type, id, absolute: true }),
    () => ({ kind: 'reference', type, id, version }),
    () => ({ kind: 'reference', type, id, version: '2' }),
  );
}

function compositeQuestion(
  found: Value | undefined,
  { components }: Parameter,
  random: Random,
  resource: JsonObject | undefined,
): Asked {
  const type = resource?.resourceType as string | undefined;
  const parts = components.map(({ parameter, expression }) => {
    // Of a component or context, any value of the parameter will often fit.
    const path = type === found?.type ? type : undefined;
    const own =
      path === undefined || !resource
        ? []
        : evaluated(resource, `${path}.${expression.replaceAll('| ', `| ${path}.`)}`);
    const inner = own.length > 0 ? random.pick(own) : innerOf(found, expression);
    return plainQuestion(inner, parameter, random, undefined)!;
  });
  return { kind: 'composite', parts };
}

function innerOf(found: Value | undefined, expression: string): Value | undefined {
  const { value } = found ?? {};
  if (expression === 'code')
    return value?.code === undefined ? undefined : { type: 'CodeableConcept', value: value.code };
  const inner = expression.includes('Quantity') ? value?.valueQuantity : value?.valueCodeableConcept;
  return inner === undefined
    ? undefined
    : { type: expression.includes('Quantity') ? 'Quantity' : 'CodeableConcept', value: inner };
}
