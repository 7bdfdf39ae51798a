// Whether one value of a resource is what is asked for, as R4 search.html#ptypes says it, one type after another.

import type { JsonObject } from '../../../src/fhir/json/tree.ts';
import type { Asked } from './asked.ts';
import { UCUM } from './data.ts';
import { compareNumbers, compareSpans, exact, type Interval, type Span, spanOf } from './spans.ts';
import { evaluated, type Parameter, targetOf, type Value } from './values.ts';

const NAME_PARTS = ['text', 'family', 'given', 'prefix', 'suffix'];
const ADDRESS_PARTS = ['text', 'line', 'city', 'district', 'state', 'postalCode', 'country'];
/** Powers of ten over the least of each dimension. */
const METRIC: Record<string, { of: string; scale: bigint }> = {
  mg: { of: 'mass', scale: 1n },
  g: { of: 'mass', scale: 1000n },
  kg: { of: 'mass', scale: 1000000n },
  cm: { of: 'length', scale: 1n },
  m: { of: 'length', scale: 100n },
};
const FOREVER = Number.MAX_SAFE_INTEGER;

export function matches(
  found: Value,
  asked: Asked,
  modifier: string | undefined,
  parameter: Parameter,
  resource: JsonObject,
): boolean {
  switch (asked.kind) {
    case 'text':
      return texts(found, parameter, modifier).some((text) => matchesText(text, asked.text, modifier));
    case 'token':
      return tokens(
        modifier === 'identifier' ? { type: 'Identifier', value: found.value.identifier } : found,
      ).some((token) => matchesToken(token, asked));
    case 'of-type':
      return (
        folded(found.value.value) === folded(asked.value) &&
        listOf(found.value.type?.coding).some(
          (one) => one.system === asked.system && folded(one.code) === folded(asked.code),
        )
      );
    case 'date': {
      const span = dates(found);
      return span !== undefined && compareSpans(asked.prefix, span, spanOf(asked.text));
    }
    case 'number':
    case 'quantity':
      return matchesNumber(found, asked);
    case 'reference':
      return isOfType(modifier, parameter) && matchesReference(found, asked, modifier);
    case 'composite':
      return parameter.components.every(({ parameter: part, expression }, at) =>
        partsOf(found, expression, resource).some((one) =>
          matches(one, asked.parts[at]!, undefined, part, resource),
        ),
      );
  }
}

/** Something that a search by the parameter could find. */
export function isValue(found: Value, parameter: Parameter, resource: JsonObject): boolean {
  switch (parameter.type) {
    case 'composite':
      return parameter.components.every(({ parameter: part, expression }) =>
        partsOf(found, expression, resource).some((one) => isPart(one, part, resource)),
      );
    case 'date':
      return dates(found) !== undefined;
    case 'number':
    case 'quantity':
      return intervalOf(found) !== undefined;
    default:
      return true;
  }
}

/** Of a composite a concept that is nothing but text cannot be asked for. */
function isPart(found: Value, part: Parameter, resource: JsonObject): boolean {
  return part.type === 'token'
    ? tokens(found).some(({ system, code }) => system + code !== '')
    : isValue(found, part, resource);
}

function partsOf({ value, type }: Value, expression: string, resource: JsonObject): Value[] {
  if (type === resource.resourceType)
    return evaluated(resource, `${type}.${expression.replaceAll('| ', `| ${type}.`)}`);
  // The element alone: choice elements keep their names within a component of an Observation.
  if (resource.resourceType === 'Observation')
    return evaluated(
      { resourceType: 'Observation', component: [value] },
      within('Observation.component', expression),
    );
  return evaluated(
    { resourceType: 'Questionnaire', useContext: [value] },
    within('Questionnaire.useContext', expression),
  );
}

function within(path: string, expression: string): string {
  return expression
    .split('|')
    .map((part) => `${path}.${part.trim()}`)
    .join(' | ');
}

function listOf<T>(value: T | T[] | undefined): T[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

function folded(text: unknown): string {
  return String(text).normalize('NFC').toLowerCase();
}

// string

function texts({ value, type }: Value, { type: kind }: Parameter, modifier: string | undefined): string[] {
  if (kind === 'token' && modifier === 'text') {
    if (type === 'CodeableConcept')
      return [
        ...listOf(value.text),
        ...listOf(value.coding).flatMap((one: JsonObject) => listOf(one.display)),
      ] as string[];
    return type === 'Coding' ? listOf(value.display) : listOf(value.type?.text);
  }
  if (typeof value === 'string') return [value];
  const parts = type === 'HumanName' ? NAME_PARTS : ADDRESS_PARTS;
  const written = parts
    .flatMap((part) => listOf(value[part]))
    .filter((one) => typeof one === 'string') as string[];
  // A Chinese name is asked for in one piece.
  const given = listOf(value.given).filter((one) => typeof one === 'string');
  const isJoined =
    type === 'HumanName' && value.text === undefined && /\p{Script=Han}/u.test(value.family ?? '');
  return isJoined && given.length > 0 ? [...written, value.family + given.join('')] : written;
}

function matchesText(stored: string, asked: string, modifier: string | undefined): boolean {
  if (modifier === 'exact') return stored === asked;
  if (modifier === 'below')
    return stored === asked || stored.startsWith(asked.endsWith('/') ? asked : `${asked}/`);
  if (modifier === 'above') return matchesText(asked, stored, 'below');
  if (modifier === 'uri') return stored === asked;
  if (modifier === 'contains') return without(stored).includes(without(asked));
  return without(stored).startsWith(without(asked));
}

/** Case and accents do not count. */
function without(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .normalize('NFKC')
    .trim();
}

// token

interface Token {
  system: string;
  code: string;
}

function tokens({ value, type }: Value): Token[] {
  if (value === undefined) return [];
  if (type === 'CodeableConcept')
    return listOf<JsonObject>(value.coding).flatMap((one) => tokens({ type: 'Coding', value: one }));
  if (type === 'Coding') return [{ system: value.system ?? '', code: value.code ?? '' }];
  if (type === 'ContactPoint') return [{ system: '', code: value.value ?? '' }];
  if (type === 'Identifier') return [{ system: value.system ?? '', code: value.value ?? '' }];
  return [{ system: '', code: String(value) }];
}

function matchesToken(stored: Token, { system, code }: { system?: string; code?: string }): boolean {
  if (stored.system === '' && stored.code === '') return false;
  return (
    (system === undefined || stored.system === system) &&
    (code === undefined || (stored.code !== '' && folded(stored.code) === folded(code)))
  );
}

// date

function dates({ value, type }: Value): Span | undefined {
  if (typeof value === 'string') return type === 'string' ? undefined : spanOf(value);
  if (type === 'Period') return periodOf(value);
  if (type !== 'Timing') return undefined;
  const spans = [
    ...listOf(value.event).map((one) => spanOf(one as string)),
    ...listOf(periodOf(value.repeat?.boundsPeriod)),
  ];
  if (spans.length === 0) return undefined;
  return { lo: Math.min(...spans.map(({ lo }) => lo)), hi: Math.max(...spans.map(({ hi }) => hi)) };
}

function periodOf(period: JsonObject | undefined): Span | undefined {
  if (period?.start === undefined && period?.end === undefined) return undefined;
  const start = period.start === undefined ? undefined : spanOf(period.start as string);
  const end = period.end === undefined ? undefined : spanOf(period.end as string);
  const all = [start, end].filter((one) => one !== undefined);
  return {
    lo: start ? Math.min(...all.map(({ lo }) => lo)) : -FOREVER,
    hi: end ? Math.max(...all.map(({ hi }) => hi)) : FOREVER,
  };
}

// number, quantity

function matchesNumber(found: Value, asked: Extract<Asked, { kind: 'number' | 'quantity' }>): boolean {
  const interval = intervalOf(found);
  if (interval === undefined) return false;
  if (asked.kind === 'number') return compareNumbers(asked.prefix, interval, asked.text);
  const { system, code } = asked;
  const value = unitOf(found);
  const metric = system === UCUM ? METRIC[code ?? ''] : undefined;
  const own = value.system === UCUM ? METRIC[value.code ?? ''] : undefined;
  if (metric) {
    if (own?.of !== metric.of) return false;
    const times = (one: bigint | undefined) => (one === undefined ? undefined : one * own.scale);
    return compareNumbers(
      asked.prefix,
      { lo: times(interval.lo), hi: times(interval.hi) },
      asked.text,
      metric.scale,
    );
  }
  const isUnit =
    (system === undefined || value.system === system) &&
    (code === undefined || value.code === code || (system === undefined && value.unit === code));
  return isUnit && compareNumbers(asked.prefix, interval, asked.text);
}

function unitOf({ value, type }: Value): { system?: string; code?: string; unit?: string } {
  if (type === 'Range') return value.low ?? value.high;
  return type === 'Money' ? { system: 'urn:iso:std:iso:4217', code: value.currency } : value;
}

function intervalOf({ value, type }: Value): Interval | undefined {
  if (typeof value === 'number') return { lo: exact(String(value)), hi: exact(String(value)) };
  if (type === 'Range') {
    if (value.low?.value === undefined && value.high?.value === undefined) return undefined;
    return {
      lo: value.low && exact(String(value.low.value)),
      hi: value.high && exact(String(value.high.value)),
    };
  }
  if (typeof value?.value !== 'number') return undefined;
  const point = exact(String(value.value));
  const isOpen = (...signs: string[]) => signs.includes(value.comparator);
  return { lo: isOpen('<', '<=') ? undefined : point, hi: isOpen('>', '>=') ? undefined : point };
}

// reference

function isOfType(modifier: string | undefined, { targets }: Parameter): boolean {
  return modifier === undefined || targets.length === 0 || targets.includes(modifier);
}

function matchesReference(
  found: Value,
  asked: Extract<Asked, { kind: 'reference' }>,
  modifier: string | undefined,
): boolean {
  const target = targetOf(found);
  if (target === undefined) return false;
  if (modifier !== undefined && target.type !== undefined && target.type !== modifier) return false;
  if (asked.url !== undefined)
    return target.url === asked.url && (asked.version === undefined || target.version === asked.version);
  return (
    target.url === undefined &&
    target.id === asked.id &&
    (asked.type === undefined || target.type === asked.type) &&
    (asked.version === undefined || target.version === asked.version)
  );
}
