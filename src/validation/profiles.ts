// Profiles by canonical URL, compiled when first met, and their application to a resource.

import type { StructureDefinition } from 'fhir/r4.js';
import type { JsonObject } from '../fhir/json/tree.ts';
import type { ExtensionDefinition } from './checks/extension.ts';
import { compileContextInvariants, compileContexts } from './checks/extension-context.ts';
import { compileProfile, compileProfileElement } from './compile-profile.ts';
import { conforms } from './conforms.ts';
import { imposedBy } from './imposed.ts';
import type { Profile, ProfileContext } from './profile-context.ts';
import { serverChecksOf } from './server-checks.ts';
import type { ItemCheck, Visit } from './visit.ts';

export interface Profiles {
  get(url: string): Profile | undefined;
  /** See ProfileContext. */
  element(url: string, id: string): ItemCheck | undefined;
  /** The definition of an extension by its url; undefined when it is not known. */
  extension(url: string): ExtensionDefinition | undefined;
  /** `claimed`: in meta.profile; `asked`: by the request, where an unknown profile is an error. */
  apply(url: string, resource: JsonObject, type: string, visit: Visit, why: 'claimed' | 'asked'): void;
}

export function createProfiles(context: ProfileContext): Profiles {
  const { definitions } = context;
  const compiled = new Map<string, Profile>();
  const extensions = new Map<string, ExtensionDefinition>();

  const get = (url: string): Profile | undefined => {
    const known = compiled.get(url);
    if (known) return known;
    const structure = isCanonical(url) ? definitions.structure(url) : undefined;
    if (!structure) return undefined;
    const profile = {
      url: structure.url,
      type: structure.type,
      structure,
      ...compile(structure, context),
    };
    compiled.set(url, profile);
    return profile;
  };

  const elements = new Map<string, ItemCheck | undefined>();
  const element = (url: string, id: string): ItemCheck | undefined => {
    const key = `${url}#${id}`;
    if (!elements.has(key)) {
      const structure = definitions.structure(url);
      elements.set(key, structure?.snapshot && compileProfileElement(structure, id, context));
    }
    return elements.get(key);
  };

  return {
    get,
    element,
    extension(url) {
      const known = extensions.get(url);
      if (known) return known;
      const profile = get(url);
      if (profile?.type !== 'Extension' || profile.url !== url) return undefined;
      const mayStand = compileContexts(profile.structure.context, definitions.model);
      const { structure, check } = profile;
      const brokenRule = compileContextInvariants(structure.contextInvariant, context.constraints);
      const definition = { structure, check, mayStand, brokenRule };
      extensions.set(url, definition);
      return definition;
    },
    apply(url, resource, type, visit, why) {
      const profile = get(url);
      if (!profile) {
        const diagnostics = `The profile ${url} is not known here, so it was not checked: load its definition, or remove it.`;
        if (why === 'asked') visit.error('not-found', 'profile', diagnostics);
        else visit.warning('not-found', 'profile', diagnostics, 'meta.profile');
      } else if (!definitions.model.isA(type, profile.type)) {
        const diagnostics = `The profile ${url} is for ${profile.type} and the resource is a ${type}: name a profile for ${type}.`;
        visit.error('structure', 'profile', diagnostics);
      } else if (profile.fault !== undefined && why === 'asked') {
        visit.error('processing', 'profile', notCompiled(profile.url, profile.fault));
      } else {
        profile.check(resource, undefined, type, visit);
      }
    },
  };
}

/** Base types are also known by their names, which are no canonical URLs. */
function isCanonical(url: string): boolean {
  return url.includes(':');
}

type Compiled = Pick<Profile, 'check' | 'fault'>;

function compile(structure: StructureDefinition, context: ProfileContext): Compiled {
  // A base type asks for nothing beyond itself.
  if (structure.derivation !== 'constraint') return { check: () => undefined };
  const { definitions, now } = context;
  const { check: rules, fault } = rulesOf(structure, context);
  const checks = [
    rules,
    ...imposedBy(structure, definitions).map((imposed) => imposedCheck(imposed, context)),
    ...serverChecksOf(structure, definitions, now),
  ];
  const check: ItemCheck = (value, extra, type, visit) => {
    const outer = visit.profile;
    visit.profile = structure.url;
    for (const one of checks) one(value, extra, type, visit);
    visit.profile = outer;
  };
  return fault === undefined ? { check } : { check, fault };
}

function rulesOf(structure: StructureDefinition, context: ProfileContext): Compiled {
  try {
    return { check: compileProfile(structure, context) };
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    const diagnostics = notCompiled(structure.url, fault);
    return {
      check: (_value, _extra, _type, visit) => visit.warning('processing', 'profile', diagnostics),
      fault,
    };
  }
}

function notCompiled(url: string, why: string): string {
  return `The profile ${url} could not be compiled here, so it was not checked: ${why}.`;
}

function imposedCheck(structure: StructureDefinition, context: ProfileContext): ItemCheck {
  const rules =
    structure.derivation === 'constraint' ? rulesOf(structure, context) : { check: () => undefined };
  const profile: Profile = { url: structure.url, type: structure.type, structure, ...rules };
  return (value, extra, type, visit) =>
    conforms(profile, value, extra, type, context.definitions.model, visit);
}
