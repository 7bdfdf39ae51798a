// How the target of a reference comes along: contained, in the same Bundle, or elsewhere; and whether the reference
// names a version. R4 elementdefinition-definitions.html#ElementDefinition.type.aggregation, …versioning.

import type { ElementDefinition } from 'fhir/r4.js';
import type { TypeModel } from '../../fhir/elements.ts';
import { isObject } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';
import { isEqual } from './fixed.ts';
import { resolveTarget } from './reference.ts';

type Mode = 'contained' | 'referenced' | 'bundled';

const WORDS: Record<Mode, string> = {
  contained: 'put the target into contained',
  bundled: 'put the target into the same Bundle',
  referenced: 'refer to a target outside of this resource',
};

/** The checks that `def` adds to those of the definitions it is built on. */
export function checkAggregation(
  def: ElementDefinition,
  inherited: readonly ElementDefinition[],
  model: TypeModel,
): ItemCheck[] {
  const references = ofReferences(def);
  if (inherited.some((base) => isEqual(ofReferences(base), references))) return [];
  const checks: ItemCheck[] = [];
  // A type that says nothing allows everything.
  const modes = new Set(references.flatMap(({ aggregation }) => aggregation ?? ALL));
  if (references.length > 0 && modes.size < ALL.length) checks.push(modeCheck([...modes], model));
  const versionings = new Set(references.map(({ versioning }) => versioning ?? 'either'));
  const [versioning] = versionings;
  if (versionings.size === 1 && (versioning === 'specific' || versioning === 'independent')) {
    checks.push(versionCheck(versioning === 'specific'));
  }
  return checks;
}

const ALL: readonly Mode[] = ['contained', 'referenced', 'bundled'];

function ofReferences({ type = [] }: ElementDefinition) {
  return type
    .filter(({ code }) => code === 'Reference')
    .map(({ aggregation, versioning }) => ({ aggregation, versioning }));
}

function modeCheck(modes: readonly Mode[], model: TypeModel): ItemCheck {
  return (value, _extra, type, visit) => {
    if (type !== 'Reference' || !isObject(value) || typeof value.reference !== 'string') return;
    const { contained, resource } = resolveTarget(value, model, visit);
    // What is in the same Bundle is also referred to.
    const found: Mode[] = contained ? ['contained'] : resource ? ['bundled', 'referenced'] : ['referenced'];
    if (found.some((mode) => modes.includes(mode))) return;
    const advice = modes.map((mode) => WORDS[mode]).join(', or ');
    const diagnostics = `The profile wants the target of this reference ${modes.join(' or ')}, and it is ${found[0]}: ${advice}.`;
    visit.error('structure', 'aggregation', diagnostics);
  };
}

function versionCheck(isSpecific: boolean): ItemCheck {
  return (value, _extra, type, visit) => {
    const reference = type === 'Reference' && isObject(value) ? value.reference : undefined;
    if (typeof reference !== 'string' || reference.startsWith('#')) return;
    if (/\/_history\/[A-Za-z0-9\-.]{1,64}$/.test(reference) === isSpecific) return;
    const advice = isSpecific ? 'add /_history/ and the version' : 'leave the version out';
    visit.error(
      'structure',
      'versioning',
      `The profile wants a reference ${isSpecific ? 'to' : 'without'} a version: ${advice}.`,
    );
  };
}
