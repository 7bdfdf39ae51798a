// A profile applied to an element or to a resource inside another, whatever its type.

import type { TypeModel } from '../fhir/elements.ts';
import { isObject, type Json, type JsonObject } from '../fhir/json/tree.ts';
import { concreteType } from './checks/type.ts';
import type { Profile } from './profile-context.ts';
import type { Visit } from './visit.ts';

/** The findings go to the visit; a value of a type that the profile is not for is one. */
export function conforms(
  profile: Profile,
  value: Json | undefined,
  extra: JsonObject | undefined,
  type: string,
  model: TypeModel,
  visit: Visit,
): void {
  const actual = concreteType(value, type);
  if (!model.isA(actual, profile.type)) {
    const diagnostics = `The profile ${profile.url} is for ${profile.type} and this is a ${actual}: use a ${profile.type}.`;
    visit.error('structure', 'profile', diagnostics);
    return;
  }
  const check = () => profile.check(value, extra, type, visit);
  const isInner = isObject(value) && typeof value.resourceType === 'string' && value !== visit.resource;
  if (isInner) visit.inResource(value, visit.owner()?.name === 'contained', check);
  else check();
}
