// Parts of resources: _summary and _elements. What is left out is cut from the text, so that the rest keeps its
// digits; the tag SUBSETTED says that something is missing. R4 search.html#summary, #elements.

import type { Definitions } from '../conformance/definitions.ts';
import { fhirError } from '../fhir/error.ts';
import { addAt, find } from '../fhir/json/change.ts';
import { elementsOf, type Member, membersOf, type Span } from '../fhir/json/scan.ts';
import { splice } from '../fhir/json/splice.ts';
import { nearestName } from './nearest.ts';
import { clip } from './types/asked.ts';

export type Subset =
  | { kind: 'summary' | 'text' | 'data' }
  /** Names of elements at the top of the resource. */
  | { kind: 'elements'; names: string[] };

const SUBSETTED = '{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}';
const ALWAYS = new Set(['resourceType', 'id', 'meta']);

/** `_summary` besides count. undefined: the whole resource. Throws FhirError 400. */
export function parseSummary(value: string): Subset | undefined {
  if (value === 'false') return undefined;
  if (value === 'true') return { kind: 'summary' };
  if (value === 'text' || value === 'data') return { kind: value };
  throw fhirError(
    'invalid',
    `_summary is "${clip(value)}", but it must be true, text, data, count or false.`,
    {
      code: 'value',
    },
  );
}

/** `_elements=status,Observation.code`: a type before the name is allowed, deeper paths are not. */
export function parseElements(value: string): Subset {
  const names = value.split(',').flatMap((part) => {
    const name = part.trim().replace(/^[A-Z][A-Za-z]+\./, '');
    return name === '' ? [] : [name];
  });
  const odd = names.find((name) => !/^[A-Za-z]+(\[x\])?$/.test(name));
  if (odd !== undefined) {
    throw fhirError(
      'invalid',
      `_elements holds "${clip(odd)}". It takes names of elements at the top of the resource, e.g. status.`,
      {
        code: 'value',
      },
    );
  }
  return { kind: 'elements', names: names.map((name) => name.replace('[x]', '')) };
}

/** A name that is no element of any of the types would be left out without a word. Throws FhirError 400, not-supported. */
export function checkElements(
  subset: Extract<Subset, { kind: 'elements' }>,
  types: readonly string[],
  { model }: Definitions,
): void {
  const known = new Set(types.flatMap((type) => [...(model.elements(type)?.keys() ?? [])]));
  // `valueQuantity`, as JSON writes it, is understood too.
  const isKnown = (name: string) =>
    known.has(name) || name === 'resourceType' || types.some((type) => model.member(type, name));
  const unknown = subset.names.find((name) => !isKnown(name));
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, known);
  const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
  const whose = types.length === 1 ? `${types[0]} has no such` : 'no type that is asked for has such an';
  throw fhirError('invalid', `_elements holds "${clip(unknown)}", but ${whose} element.${hint}`, {
    code: 'not-supported',
  });
}

/** Compact JSON of a resource to compact JSON of the part of it that was asked for. */
export function subsetText(text: string, subset: Subset, definitions: Definitions): string {
  const members = membersOf(text, 0);
  const typeSpan = members.find(({ name }) => name === 'resourceType')!;
  const type = JSON.parse(text.slice(typeSpan.start, typeSpan.end)) as string;
  const cuts = cutsOf(text, members, subset, type, definitions);
  return tagged(splice(text, cuts));
}

type Cut = Span & { text: '' };

function cutsOf(
  text: string,
  members: Member[],
  subset: Subset,
  type: string,
  definitions: Definitions,
): Cut[] {
  if (subset.kind === 'data') return cutMembers(members, ({ name }) => name !== 'text');
  const kept = (name: string) => ALWAYS.has(name) || isMandatory(name, type, definitions);
  if (subset.kind === 'text') return cutMembers(members, ({ name }) => name === 'text' || kept(name));
  if (subset.kind === 'elements') {
    const asked = new Set(subset.names);
    const isAsked = (name: string) =>
      asked.has(elementName(name, type, definitions)) || asked.has(name.replace(/^_/, ''));
    return cutMembers(members, ({ name }) => kept(name) || isAsked(name));
  }
  const summary = summaryPaths(type, definitions);
  return cutSummary(text, { start: 0, end: text.length }, type, summary, definitions);
}

/** A member and its `_` twin stand or fall together. */
function elementName(name: string, type: string, { model }: Definitions): string {
  const plain = name.startsWith('_') ? name.slice(1) : name;
  return model.member(type, plain)?.shape.name ?? plain;
}

/** Elements that must be there, and those that change the meaning of the others. */
function isMandatory(name: string, type: string, definitions: Definitions): boolean {
  const plain = name.startsWith('_') ? name.slice(1) : name;
  const shape = definitions.model.member(type, plain)?.shape;
  return plain === 'implicitRules' || plain === 'modifierExtension' || (shape !== undefined && shape.min > 0);
}

/** Paths that the base definition marks as part of the summary. */
function summaryPaths(type: string, definitions: Definitions): Set<string> {
  const elements = definitions.structure(type)?.snapshot?.element ?? [];
  return new Set(elements.flatMap(({ path, isSummary }) => (isSummary ? [path.replace('[x]', '')] : [])));
}

/** Backbone elements are looked into; data types go whole. */
function cutSummary(
  text: string,
  span: Span,
  path: string,
  summary: Set<string>,
  definitions: Definitions,
): Cut[] {
  const members = membersOf(text, span.start);
  const pathOf = ({ name }: Member) => `${path}.${elementName(name, path, definitions)}`;
  const isKept = (member: Member) => ALWAYS.has(member.name) || summary.has(pathOf(member));
  const inner = members.filter(isKept).flatMap((member) => {
    const below = pathOf(member);
    if (definitions.model.kind(below) !== 'backbone') return [];
    const spans = text[member.start] === '[' ? elementsOf(text, member.start) : [member];
    return spans.flatMap((one) =>
      text[one.start] === '{' ? cutSummary(text, one, below, summary, definitions) : [],
    );
  });
  return [...cutMembers(members, isKept), ...inner];
}

/** What to take away so that the members that stay are still divided by single commas. */
function cutMembers(members: Member[], isKept: (member: Member) => boolean): Cut[] {
  const cuts: Cut[] = [];
  const firstKept = members.findIndex(isKept);
  members.forEach((member, i) => {
    if (isKept(member)) return;
    // Before the first member that stays, the comma behind goes; after it, the comma in front.
    const [start, end] =
      firstKept === -1 || i < firstKept
        ? [member.nameStart, members[i + 1]?.nameStart ?? member.end]
        : [members[i - 1]!.end, member.end];
    cuts.push({ start, end, text: '' });
  });
  return cuts;
}

function tagged(text: string): string {
  if (find(text, ['meta', 'tag', 0])) return addAt(text, ['meta', 'tag', 0], SUBSETTED)!;
  if (find(text, ['meta'])) return addAt(text, ['meta', 'tag'], `[${SUBSETTED}]`)!;
  return addAt(text, ['meta'], `{"tag":[${SUBSETTED}]}`)!;
}
