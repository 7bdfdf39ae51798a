// Profiles on the types of an element: one of them must be satisfied. R4 elementdefinition-definitions.html#ElementDefinition.type.profile.

import type { ElementDefinition } from 'fhir/r4.js';
import { profileElementOf } from '../../conformance/snapshot/expand.ts';
import { conforms } from '../conforms.ts';
import type { ProfileContext } from '../profile-context.ts';
import type { ItemCheck } from '../visit.ts';
import { isEqual } from './fixed.ts';
import { concreteType } from './type.ts';

/** Extensions are judged by their definitions wherever they stand, so their profiles are not asked once more. */
export function checkProfiles(
  def: ElementDefinition,
  inherited: readonly ElementDefinition[],
  context: Knowing,
): ItemCheck[] {
  return (def.type ?? []).flatMap((type) => {
    const { code, profile: urls } = type;
    if (!urls || urls.length === 0 || code === 'Extension') return [];
    const isKnown = inherited.some((base) =>
      base.type?.some((type) => type.code === code && isEqual(type.profile, urls)),
    );
    if (isKnown) return [];
    const element = profileElementOf(type);
    return [
      element === undefined ? checkProfile(code, urls, context) : checkElement(urls[0]!, element, context),
    ];
  });
}

type Knowing = Pick<ProfileContext, 'profile' | 'profileElement' | 'definitions'>;

/** A backbone element may be asked to be as an element of another profile. */
function checkElement(url: string, id: string, { profileElement }: Knowing): ItemCheck {
  // Looked up when it is met: it may be an element of the very profile that is being compiled.
  return (value, extra, type, visit) => profileElement(url, id)?.(value, extra, type, visit);
}

function checkProfile(
  code: string,
  urls: readonly string[],
  { profile: find, definitions }: Knowing,
): ItemCheck {
  const { model } = definitions;
  return (value, extra, type, visit) => {
    if (!model.isA(concreteType(value, type), code)) return;
    const profiles = urls.map((url) => find(url));
    // A profile that is not known cannot be judged.
    if (profiles.some((profile) => profile === undefined)) return;
    const run = (index: number) => () => conforms(profiles[index]!, value, extra, type, model, visit);
    if (profiles.length === 1) {
      run(0)();
      return;
    }
    if (profiles.some((_, index) => visit.attempt(run(index)))) return;
    const diagnostics = `The element satisfies none of the profiles ${urls.join(', ')}: correct it for one of them.`;
    visit.error('structure', 'profile', diagnostics);
  };
}
