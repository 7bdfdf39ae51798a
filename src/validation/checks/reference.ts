// References: their form, their target type as far as the text tells, and what a look-up must tell.
// R4 references.html; ref-1 with the sense of its correction: `#` alone is the container itself.

import type { TypeModel } from '../../fhir/elements.ts';
import { isObject, type JsonObject } from '../../fhir/json/tree.ts';
import type { ItemCheck, Visit } from '../visit.ts';
import { describe } from './primitive.ts';

/** Where a reference leads. `resource`: the target stands in the same resource or Bundle. */
export interface Target {
  type: string | undefined;
  resource: JsonObject | undefined;
  /** True for `#…`. */
  contained: boolean;
  /** A literal that the store or another server must answer for. */
  elsewhere: boolean;
}

/** Form of every Reference: what each of them must satisfy whatever its element says. */
export function checkReferenceForm(isResourceType: (name: string) => boolean): ItemCheck {
  return (value, _extra, _type, visit) => {
    if (!isObject(value)) return;
    const { reference, type } = value;
    // What is no resource of R4 is named by its absolute URL: logical models.
    if (typeof type === 'string' && type !== '' && !isAbsolute(type) && !isResourceType(type)) {
      const diagnostics = `${describe(type)} names no R4 resource type: write a type such as Patient.`;
      visit.error('value', 'reference', diagnostics, 'type');
    }
    if (typeof reference !== 'string' || reference === '') return;
    if (reference.startsWith('#')) {
      visit.noteLocalReference(reference);
      if (reference === '#' && visit.resource === visit.root) {
        const diagnostics =
          '"#" leads from a contained resource to the one around it, and this resource is not contained: write Type/id.';
        visit.error('invariant', 'ref-1', diagnostics, 'reference');
      } else if (reference !== '#' && !containedOf(visit.root, reference.slice(1))) {
        const diagnostics = `${describe(reference)} is not among the contained resources: add it to contained, or correct the id.`;
        visit.error('invariant', 'ref-1', diagnostics, 'reference');
      }
      return;
    }
    const { length } = visit.entries.find(reference, visit.fullUrl);
    if (length > 1) {
      const diagnostics = `${describe(reference)} leads to ${length} entries of the Bundle: name the version, or keep one of them.`;
      visit.error('multiple-matches', 'reference', diagnostics, 'reference');
      return;
    }
    const named = typeInText(reference);
    if (named === undefined) {
      if (isAbsolute(reference)) return;
      const diagnostics = `${describe(reference)} is no reference: write Type/id, an absolute URL, urn:uuid:… or #id.`;
      visit.error('value', 'reference', diagnostics, 'reference');
    } else if (!isResourceType(named)) {
      if (isAbsolute(reference)) return;
      const diagnostics = `${describe(reference)} names no R4 resource type: write Type/id, such as Patient/p1.`;
      visit.error('value', 'reference', diagnostics, 'reference');
    } else if (typeof type === 'string' && type !== named && isResourceType(type)) {
      const diagnostics = `The reference leads to ${named} and its type says ${type}: make them agree.`;
      visit.error('value', 'reference', diagnostics, 'type');
    }
  };
}

/** The allowed types of a Reference element. `types` empty: any, and only the look-up is asked for. */
export function checkReferenceTarget(types: readonly string[], model: TypeModel): ItemCheck {
  const any = types.length === 0 || types.includes('Resource');
  const kept = any ? [] : [...types];
  return (value, _extra, _type, visit) => {
    if (!isObject(value)) return;
    const target = resolveTarget(value, model, visit);
    if (!any && target.type !== undefined && !isOneOf(target.type, types, model)) {
      const diagnostics = `A reference to ${target.type} is not allowed here: refer to ${types.join(', ')}.`;
      visit.error('value', 'reference', diagnostics);
      return;
    }
    if (target.elsewhere) visit.defer(value.reference as string, kept, []);
  };
}

function isOneOf(type: string, types: readonly string[], model: TypeModel): boolean {
  return types.includes(type) || types.some((wanted) => model.isA(type, wanted));
}

export function resolveTarget(reference: JsonObject, model: TypeModel, visit: Visit): Target {
  const text = reference.reference;
  const told = typeof reference.type === 'string' ? reference.type : undefined;
  if (typeof text !== 'string')
    return { type: told, resource: undefined, contained: false, elsewhere: false };
  if (text.startsWith('#')) {
    const resource = text === '#' ? visit.root : containedOf(visit.root, text.slice(1));
    return { type: typeOf(resource) ?? told, resource, contained: true, elsewhere: false };
  }
  const written = typeInText(text);
  const named = written !== undefined && model.kind(written) === 'resource' ? written : undefined;
  const [entry] = visit.entries.find(text, visit.fullUrl);
  const resource = entry?.resource as JsonObject | undefined;
  return {
    type: typeOf(resource) ?? named ?? told,
    resource,
    contained: false,
    elsewhere: resource === undefined && (named !== undefined || isAbsolute(text)),
  };
}

function typeOf(resource: JsonObject | undefined): string | undefined {
  const type = resource?.resourceType;
  return typeof type === 'string' ? type : undefined;
}

function containedOf(root: JsonObject, id: string): JsonObject | undefined {
  const contained = root.contained;
  if (!Array.isArray(contained)) return undefined;
  return contained.find((resource): resource is JsonObject => isObject(resource) && resource.id === id);
}

function isAbsolute(reference: string): boolean {
  return /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(reference);
}

const TYPE = /^[A-Z][A-Za-z]*$/;
const ID = /^[A-Za-z0-9\-.]{1,64}$/;

/** `Patient` in `Patient/p1`, `https://a/fhir/Patient/p1/_history/2` and `Patient?identifier=…`. */
function typeInText(reference: string): string | undefined {
  const query = reference.indexOf('?');
  if (query > 0) return asType(reference.slice(0, query));
  let end = reference.lastIndexOf('/');
  let id = reference.slice(end + 1);
  if (end > 9 && reference.startsWith('/_history', end - 9)) {
    if (!ID.test(id)) return undefined;
    const before = end - 9;
    end = reference.lastIndexOf('/', before - 1);
    id = reference.slice(end + 1, before);
  }
  if (end <= 0 || !ID.test(id)) return undefined;
  const start = reference.lastIndexOf('/', end - 1) + 1;
  if (start > 0 && !reference.startsWith('http:') && !reference.startsWith('https:')) return undefined;
  return asType(reference.slice(start, end));
}

function asType(text: string): string | undefined {
  return TYPE.test(text) ? text : undefined;
}

/** A target a profile allows: a type, perhaps with a profile that the target must satisfy. */
export interface AllowedTarget {
  /** Undefined when the profile is not known here: then any type may be right. */
  type: string | undefined;
  profile: string | undefined;
}

/** targetProfile of a profile's element. `satisfies` tries a profile on a target that stands at hand. */
export function checkTargetProfiles(
  targets: readonly AllowedTarget[],
  satisfies: (resource: JsonObject, profile: string, contained: boolean, visit: Visit) => boolean,
  model: TypeModel,
): ItemCheck {
  const names = targets.map((target) => target.profile ?? target.type).join(', ');
  return (value, _extra, _type, visit) => {
    if (!isObject(value)) return;
    const { type, resource, contained, elsewhere } = resolveTarget(value, model, visit);
    const fitting = targets.filter(
      (target) => type === undefined || target.type === undefined || model.isA(type, target.type),
    );
    if (fitting.length === 0) {
      const diagnostics = `A reference to ${type} is not allowed by the profile: refer to ${names}.`;
      visit.error('value', 'reference', diagnostics);
      return;
    }
    if (fitting.some((target) => target.profile === undefined)) return;
    const profiles = fitting.map((target) => target.profile!);
    if (resource) {
      if (profiles.some((profile) => satisfies(resource, profile, contained, visit))) return;
      const diagnostics = `The target of the reference satisfies none of the profiles ${profiles.join(', ')}: validate it against the one that is meant.`;
      visit.error('value', 'reference', diagnostics);
    } else if (elsewhere) visit.defer(value.reference as string, [], profiles);
  };
}
