// A MeasureReport against its Measure: which groups, populations and stratifiers there are, and the score that the way of
// scoring asks for. R4 measurereport.html#notes, measure.html#Measure.scoring.

import type { Measure } from 'fhir/r4.js';
import type { Definitions } from '../../conformance/definitions.ts';
import { isObject, type Json, type JsonObject } from '../../fhir/json/tree.ts';
import { placed } from '../defining/codes.ts';
import type { ItemCheck, Visit } from '../visit.ts';
import { codesOf, isSame, matchByCode } from './match-by-code.ts';
import { checkScore } from './score.ts';

const RULE = 'measure-report';
const POPULATIONS = 'http://terminology.hl7.org/CodeSystem/measure-population';

export function createReportCheck(definitions: Definitions): ItemCheck {
  return (report, _extra, _type, visit) => {
    if (!isObject(report)) return;
    const measure = measureOf(report, definitions, visit);
    if (measure) checkGroups(report, measure, visit);
  };
}

/** Contained, or known here; a report on a measure that is not at hand is judged without it. */
function measureOf(report: JsonObject, definitions: Definitions, visit: Visit): JsonObject | undefined {
  const { measure: canonical } = report;
  if (typeof canonical !== 'string') return undefined;
  const contained = Array.isArray(visit.root.contained) ? visit.root.contained.filter(isObject) : [];
  const found = canonical.startsWith('#')
    ? contained.find(({ resourceType, id }) => resourceType === 'Measure' && `#${String(id)}` === canonical)
    : (definitions.measure(canonical) as (Measure & JsonObject) | undefined);
  if (!found) {
    const diagnostics = `The Measure ${canonical.slice(0, 200)} is not known here, so the report was not checked against it: store it first.`;
    visit.warning('not-found', RULE, diagnostics, 'measure');
  }
  return found;
}

function checkGroups(report: JsonObject, measure: JsonObject, visit: Visit): void {
  const asked = objectsIn(measure.group);
  const given = placed(report.group, 'group');
  if (asked.length === 0) return;
  const collects = report.type === 'data-collection';
  const [only] = given;
  // A single group needs no code; where both have one it must be the same.
  if (asked.length === 1 && given.length === 1 && only) {
    const differs =
      codesOf(asked[0]!.code).length > 0 &&
      only.item.code !== undefined &&
      !isSame(only.item.code, asked[0]!.code);
    if (differs) {
      const diagnostics = 'The group has another code than the group of the Measure: correct it.';
      visit.error('business-rule', RULE, diagnostics, `${only.place}.code`);
    }
    checkGroup(only.item, only.place, asked[0]!, { report, measure, visit });
    return;
  }
  const pairs = matchByCode(given, asked, 'group', visit);
  for (const { item, place, of } of pairs) checkGroup(item, place, of, { report, measure, visit });
  if (collects) return;
  const found = new Set(pairs.map(({ of }) => of));
  for (const group of asked) if (!found.has(group)) reportMissing('group', group.code, undefined, visit);
}

interface Run {
  report: JsonObject;
  measure: JsonObject;
  visit: Visit;
}

function checkGroup(group: JsonObject, place: string, asked: JsonObject, run: Run): void {
  checkPopulations(group, place, asked, run);
  checkScore(group, place, run.report, run.measure, run.visit);
  const stratifiers = objectsIn(asked.stratifier);
  const given = placed(group.stratifier, `${place}.stratifier`);
  const pairs = matchByCode(
    given.map(({ item, place: at }) => ({ item: { ...item, code: firstOf(item.code) }, place: at })),
    stratifiers,
    'stratifier',
    run.visit,
  );
  for (const { item, place: at } of pairs) {
    for (const { item: stratum, place: within } of placed(item.stratum, `${at}.stratum`))
      checkPopulations(stratum, within, asked, run);
  }
  const found = new Set(pairs.map(({ of }) => of));
  for (const one of stratifiers)
    if (!found.has(one) && run.report.type !== 'data-collection')
      reportMissing('stratifier', one.code, place, run.visit);
}

function checkPopulations(group: JsonObject, place: string, asked: JsonObject, run: Run): void {
  const { report, visit } = run;
  const populations = objectsIn(asked.population);
  const given = placed(group.population, `${place}.population`);
  const pairs = matchByCode(given, populations, 'population', visit);
  for (const { item, place: at } of given) {
    if (item.subjectResults !== undefined && report.type !== 'subject-list') {
      const diagnostics =
        'Only a report of type "subject-list" lists the subjects of a population: remove subjectResults, or correct the type.';
      visit.error('business-rule', RULE, diagnostics, `${at}.subjectResults`);
    }
  }
  const found = new Set(pairs.map(({ of }) => of));
  for (const population of populations) {
    // Observations are worked out of the others and need not be told.
    const isObserved = codesOf(population.code).includes(`${POPULATIONS}|measure-observation`);
    if (!found.has(population) && !isObserved) reportMissing('population', population.code, place, visit);
  }
}

function reportMissing(what: string, code: Json | undefined, below: string | undefined, visit: Visit): void {
  const name = codesOf(code).join(', ') || 'without a code';
  const diagnostics = `The Measure has a ${what} ${name.slice(0, 200)} and the report has none: add it.`;
  visit.error('business-rule', RULE, diagnostics, below);
}

function objectsIn(list: Json | undefined): JsonObject[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** MeasureReport.group.stratifier.code repeats, Measure's does not. */
function firstOf(list: Json | undefined): Json | undefined {
  return Array.isArray(list) ? list[0] : list;
}
