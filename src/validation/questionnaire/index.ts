// The checks of Questionnaires and of the responses to them, on the definitions at hand.

import type { ValueSet } from 'fhir/r4.js';
import type { Definitions } from '../../conformance/definitions.ts';
import { createMembership, type Membership } from '../../conformance/terminology/membership.ts';
import { createBoundedMatch } from '../../fhir/bounded-regex.ts';
import { isObject, type JsonObject } from '../../fhir/json/tree.ts';
import type { ConstraintCompiler } from '../holds.ts';
import type { ItemCheck, Visit } from '../visit.ts';
import type { InCanonicalUnit } from './compare.ts';
import { type Form, objectsIn, readForm } from './form.ts';
import type { ResponseRules } from './item-rules.ts';
import type { IsAmongCodes } from './options.ts';
import { checkResponse } from './response.ts';

export function createResponseCheck(
  definitions: Definitions,
  compile: ConstraintCompiler,
  inCanonicalUnit: InCanonicalUnit,
): ItemCheck {
  const { model } = definitions;
  const forms = new WeakMap<JsonObject, Form>();
  const rules: ResponseRules = {
    compile,
    inCanonicalUnit,
    isAmong: createIsAmong(definitions),
    isResourceType: (name) => model.kind(name) === 'resource',
    matches: createBoundedMatch(),
  };

  return (response, _extra, _type, visit) => {
    if (!isObject(response)) return;
    const questionnaire = formOf(response, definitions, visit);
    if (!questionnaire) return;
    let form = forms.get(questionnaire);
    if (!form) {
      form = readForm(questionnaire);
      forms.set(questionnaire, form);
    }
    checkAuthored(response, questionnaire, visit);
    checkResponse(response, form, rules, visit);
  };
}

/** Contained, or known here; a response to a form that is not at hand is judged without it. */
function formOf(response: JsonObject, definitions: Definitions, visit: Visit): JsonObject | undefined {
  const { questionnaire: canonical } = response;
  if (typeof canonical !== 'string') {
    const diagnostics = 'The response names no Questionnaire, so its answers were not checked against one.';
    visit.add('information', 'informational', 'questionnaire', diagnostics);
    return undefined;
  }
  const found = canonical.startsWith('#')
    ? objectsIn(visit.root.contained).find(
        ({ id, resourceType }) => resourceType === 'Questionnaire' && `#${String(id)}` === canonical,
      )
    : (definitions.questionnaire(canonical) as JsonObject | undefined);
  if (!found) {
    const diagnostics = `The Questionnaire ${canonical.slice(0, 200)} is not known here, so the answers were not checked against it: store it first.`;
    visit.warning('not-found', 'questionnaire', diagnostics, 'questionnaire');
  }
  return found;
}

/** When the form could be answered. R4 questionnaire.html#Questionnaire.effectivePeriod. */
function checkAuthored({ authored }: JsonObject, { effectivePeriod }: JsonObject, visit: Visit): void {
  if (typeof authored !== 'string' || !isObject(effectivePeriod)) return;
  const { start, end } = effectivePeriod;
  const isBefore =
    typeof start === 'string' && authored.slice(0, start.length) < start.slice(0, authored.length);
  const isAfter = typeof end === 'string' && authored.slice(0, end.length) > end;
  if (!isBefore && !isAfter) return;
  const diagnostics = `The response was authored on ${authored}, when its Questionnaire was not in effect: check the date, or the form.`;
  visit.warning('business-rule', 'questionnaire', diagnostics, 'authored');
}

/** Value sets known here, and those contained in the form. */
function createIsAmong(definitions: Definitions): IsAmongCodes {
  const contained = new WeakMap<Form, Membership>();
  return (form, valueSet, system, code) => {
    if (!valueSet.startsWith('#')) return definitions.isInValueSet(valueSet, system, code);
    let membership = contained.get(form);
    if (!membership) {
      const sets = objectsIn(form.source.contained).filter(({ resourceType }) => resourceType === 'ValueSet');
      membership = createMembership({
        valueSet: (url) =>
          url.startsWith('#')
            ? (sets.find(({ id }) => `#${String(id)}` === url) as unknown as ValueSet | undefined)
            : definitions.valueSet(url),
        codeTable: definitions.codeTable,
      });
      contained.set(form, membership);
    }
    return membership.isInValueSet(valueSet, system, code);
  };
}
