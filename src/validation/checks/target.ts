// targetProfile of references under a profile: canonical URLs turned into the types and profiles they stand for.

import type { ElementDefinition } from 'fhir/r4.js';
import type { ProfileContext } from '../profile-context.ts';
import type { ItemCheck } from '../visit.ts';
import { isEqual } from './fixed.ts';
import { type AllowedTarget, checkTargetProfiles } from './reference.ts';

const CORE = 'http://hl7.org/fhir/StructureDefinition/';

export function checkTargets(
  def: ElementDefinition,
  inherited: readonly ElementDefinition[],
  context: ProfileContext,
): ItemCheck | undefined {
  const urls = targetUrls(def);
  if (urls.length === 0 || urls.includes(`${CORE}Resource`)) return undefined;
  if (inherited.some((base) => isEqual(targetUrls(base), urls))) return undefined;
  const { model } = context.definitions;
  const targets = urls.map((url) => toTarget(url, context));
  const check = checkTargetProfiles(
    targets,
    (resource, profile, contained, visit) => {
      const wanted = context.profile(profile);
      const type = String(resource.resourceType);
      return (
        wanted === undefined ||
        visit.satisfies(resource, wanted.url, () =>
          visit.inResource(resource, contained, () => wanted.check(resource, undefined, type, visit)),
        )
      );
    },
    model,
  );
  return (value, extra, type, visit) => {
    if (type === 'Reference') check(value, extra, type, visit);
  };
}

function targetUrls(def: ElementDefinition): string[] {
  return (def.type ?? [])
    .filter((type) => type.code === 'Reference')
    .flatMap((type) => type.targetProfile ?? []);
}

function toTarget(url: string, context: ProfileContext): AllowedTarget {
  const structure = context.definitions.structure(url);
  if (structure) {
    return {
      type: structure.type,
      profile: structure.derivation === 'constraint' ? structure.url : undefined,
    };
  }
  return { type: undefined, profile: undefined };
}

/** `Patient`, `Group` … of an R4 base element; [] when any resource may be referred to. */
export function baseTargets(def: ElementDefinition): string[] {
  return targetUrls(def).map((url) => url.slice(url.lastIndexOf('/') + 1));
}
