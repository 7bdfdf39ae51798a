// What FHIRPath works on: collections of items, each a value with its type and its place.

import type { Work } from './work.ts';

/** A value found by a path, with what is needed to place it: its FHIR type and where it stands. */
export interface Located {
  value: unknown;
  /** FHIR type: `Quantity`, `dateTime`, `CodeableConcept`, `Patient.contact` …; `System.Boolean` … when computed. */
  type: string;
  /** The object or array that holds it, and its member name or index there. */
  parent: object;
  member: string | number;
}

export interface Item extends Located {
  /** Of a primitive: its id and extensions, which JSON keeps under `_name`. The value may then be absent. */
  element: object | undefined;
}

export type Items = readonly Item[];

/** What an expression sees beside its focus, R4 fhirpath.html#variables. */
export interface Environment {
  /** `%resource`: the resource, or contained resource, that holds the focus. */
  resource: Item;
  /** `%rootResource`: the resource that contains it. */
  rootResource: Item;
  /** `%context`: where evaluation began. */
  context: Item;
  /** The target of `resolve()`, as far as it is known here. */
  resolve?: (reference: Item, env: Environment) => Item | undefined;
  /** `memberOf()` of one item. Throws when that cannot be told here. */
  memberOf?: (item: Item, valueSet: string) => boolean;
  /** `conformsTo()` of one item. Throws when the profile is not known here. */
  conformsTo?: (item: Item, profile: string) => boolean;
  /** `$index` and, inside aggregate(), `$total`. */
  index?: number;
  total?: Items;
  /** What the evaluation may cost; undefined: anything. */
  work?: Work | undefined;
}

export type Evaluate = (focus: Items, env: Environment) => Items;

export const NOTHING: Items = [];
const NOWHERE = Object.freeze({});

export const TRUE: Items = [computed(true, 'System.Boolean')];
export const FALSE: Items = [computed(false, 'System.Boolean')];

export function makeItem(
  value: unknown,
  type: string,
  parent: object,
  member: string | number,
  element: object | undefined,
): Item {
  return { value, type, parent, member, element };
}

/** A value that stands nowhere in the data. */
export function computed(value: unknown, type: string): Item {
  return { value, type, parent: NOWHERE, member: '', element: undefined };
}

export function ofBoolean(value: boolean | undefined): Items {
  if (value === undefined) return NOTHING;
  return value ? TRUE : FALSE;
}

/**
 * Singleton evaluation (http://hl7.org/fhirpath/N1/#singleton-evaluation-of-collections): nothing is undefined,
 * one item that is no boolean is true. Several items are an error there: Undecided.
 */
export function toBoolean(items: Items): boolean | undefined {
  if (items.length === 0) return undefined;
  if (items.length > 1) throw new Undecided('several items where one boolean is expected');
  const { value } = items[0]!;
  return typeof value === 'boolean' ? value : true;
}

/** The only item; undefined when there is none; Undecided when there are several. */
export function single(items: Items): Item | undefined {
  if (items.length > 1) throw new Undecided('several items where one is expected');
  return items[0];
}

/** The data ask for something that this engine does not work out: another one must be asked. */
export class Undecided extends Error {
  readonly kind = 'undecided';
}

/** The expression uses something that this engine does not know. */
export class Unsupported extends Error {
  readonly kind = 'unsupported';
}
