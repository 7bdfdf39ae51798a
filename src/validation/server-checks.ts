// Rules of the consortium that FHIRPath cannot express, by the profile they belong to.

import type { StructureDefinition } from 'fhir/r4.js';
import type { Definitions } from '../conformance/definitions.ts';
import { checkAgeAtExam } from './checks/age-at-exam.ts';
import { checkResidentId } from './checks/resident-id.ts';
import { checkUscc } from './checks/uscc.ts';
import type { ItemCheck } from './visit.ts';

const PROFILES = 'https://lianti.dev/fhir/StructureDefinition/';

const EXAMINATIONS = [
  'lianti-refraction',
  'lianti-visual-acuity',
  'lianti-eye-screening-panel',
  'lianti-axial-length',
  'lianti-keratometry',
  'lianti-iop',
  'lianti-myopia-assessment',
  'lianti-scoliosis-atr',
  'lianti-newborn-screening',
  'lianti-newborn-hearing',
  'lianti-growth',
  'lianti-transport-vitals',
];

/** Profile → its checks. */
function table(definitions: Definitions, now: () => Date): Record<string, ItemCheck> {
  const age = checkAgeAtExam(definitions.model, now);
  return {
    'lianti-child-patient': checkResidentId,
    'lianti-organization': checkUscc,
    ...Object.fromEntries(EXAMINATIONS.map((profile) => [profile, age])),
  };
}

/** Those of the profile and of the profiles it is built on. */
export function serverChecksOf(
  structure: StructureDefinition,
  definitions: Definitions,
  now: () => Date,
): ItemCheck[] {
  const checks = table(definitions, now);
  const found: ItemCheck[] = [];
  const seen = new Set<string>();
  let profile: StructureDefinition | undefined = structure;
  while (profile?.derivation === 'constraint' && !seen.has(profile.url)) {
    seen.add(profile.url);
    const check = profile.url.startsWith(PROFILES) ? checks[profile.url.slice(PROFILES.length)] : undefined;
    if (check) found.push(check);
    profile = profile.baseDefinition ? definitions.structure(profile.baseDefinition) : undefined;
  }
  return found;
}
