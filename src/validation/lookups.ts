// What the definitions in force tell while constraints are evaluated: memberOf() and conformsTo().
// R4 fhirpath.html#functions.

import type { Definitions } from '../conformance/definitions.ts';
import { isObject } from '../fhir/json/tree.ts';
import { judge } from './checks/binding.ts';
import { conforms } from './conforms.ts';
import { NotKnownHere } from './holds.ts';
import type { Profile } from './profile-context.ts';
import type { Lookups } from './visit.ts';

export function createLookups(
  definitions: Definitions,
  profileOf: (url: string) => Profile | undefined,
): Lookups {
  return {
    memberOf(value, type, valueSet) {
      const found = judge(value, type, (system, code) => definitions.isInValueSet(valueSet, system, code));
      if (found === 'unknown') throw new NotKnownHere(`the value set ${valueSet} cannot be worked out here`);
      return found === 'yes';
    },
    conformsTo(value, extra, type, url, visit) {
      const profile = profileOf(url);
      if (!profile) throw new NotKnownHere(`the profile ${url} is not known here`);
      const check = () => conforms(profile, value, extra, type, definitions.model, visit);
      return isObject(value) ? visit.satisfies(value, profile.url, check) : visit.attempt(check);
    },
  };
}
