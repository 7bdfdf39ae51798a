// Profiles on the types of an element: one of them must be satisfied. R4 elementdefinition-definitions.html#ElementDefinition.type.profile.

import type { ElementDefinition } from 'fhir/r4.js';
import { isObject, type Json, type JsonObject } from '../../fhir/json/tree.ts';
import type { ProfileContext } from '../profile-context.ts';
import type { ItemCheck, Visit } from '../visit.ts';
import { isEqual } from './fixed.ts';
import { concreteType } from './type.ts';

/** Extensions are judged by their definitions wherever they stand, so their profiles are not asked once more. */
export function checkProfiles(
  def: ElementDefinition,
  inherited: readonly ElementDefinition[],
  context: Pick<ProfileContext, 'profile' | 'definitions'>,
): ItemCheck[] {
  return (def.type ?? []).flatMap(({ code, profile: urls }) => {
    if (!urls || urls.length === 0 || code === 'Extension') return [];
    const isKnown = inherited.some((base) =>
      base.type?.some((type) => type.code === code && isEqual(type.profile, urls)),
    );
    return isKnown ? [] : [checkProfile(code, urls, context)];
  });
}

function checkProfile(
  code: string,
  urls: readonly string[],
  { profile: find, definitions }: Pick<ProfileContext, 'profile' | 'definitions'>,
): ItemCheck {
  return (value, extra, type, visit) => {
    if (!definitions.model.isA(concreteType(value, type), code)) return;
    const profiles = urls.map((url) => find(url));
    // A profile that is not known cannot be judged.
    if (profiles.some((profile) => profile === undefined)) return;
    const run = (index: number) => () =>
      within(value, visit, () => profiles[index]!.check(value, extra, type, visit));
    if (profiles.length === 1) {
      run(0)();
      return;
    }
    if (profiles.some((_, index) => visit.attempt(run(index)))) return;
    const diagnostics = `The element satisfies none of the profiles ${urls.join(', ')}: correct it for one of them.`;
    visit.error('structure', 'profile', diagnostics);
  };
}

function within(value: Json | undefined, visit: Visit, run: () => void): void {
  const isResource = isObject(value) && typeof value.resourceType === 'string';
  if (!isResource) run();
  else visit.inResource(value as JsonObject, visit.owner()?.name === 'contained', run);
}
