// The score of a group, by the way in which its measure is scored. R4 measure.html#Measure.scoring,
// measurereport.html#MeasureReport.group.measureScore.

import { isObject, type JsonObject } from '../../fhir/json/tree.ts';
import type { Visit } from '../visit.ts';
import { codesOf } from './match-by-code.ts';

const RULE = 'measure-score';
const SCORING = 'http://terminology.hl7.org/CodeSystem/measure-scoring';
const SCORED: readonly string[] = ['proportion', 'ratio', 'continuous-variable'];

export function checkScore(
  group: JsonObject,
  place: string,
  report: JsonObject,
  measure: JsonObject,
  visit: Visit,
): void {
  const scoring = codesOf(measure.scoring)
    .find((code) => code.startsWith(`${SCORING}|`))
    ?.slice(SCORING.length + 1);
  const { measureScore: score } = group;
  const say = (diagnostics: string, below = `${place}.measureScore`) =>
    visit.error('business-rule', RULE, diagnostics, below);
  if (report.type === 'data-collection' || scoring === 'cohort') {
    if (score === undefined) return;
    const why = scoring === 'cohort' ? 'A measure of a cohort' : 'A report that collects data';
    say(`${why} has no score: remove measureScore.`);
    return;
  }
  if (scoring === undefined || !SCORED.includes(scoring)) return;
  // What is still being worked out has no score yet.
  if (report.status !== 'complete' && score === undefined) return;
  if (!isObject(score)) {
    say(`A measure that is scored as ${scoring} has a score: add measureScore.`, place);
    return;
  }
  if (score.value === undefined && score.extension === undefined) {
    say(`A measure that is scored as ${scoring} has a score: add its value.`);
    return;
  }
  if (scoring === 'proportion') checkProportion(score, say);
}

/** A share of the whole, which has no unit. */
function checkProportion(score: JsonObject, say: (diagnostics: string) => void): void {
  const { value, unit, code } = score;
  if (typeof value === 'number' && (value < 0 || value > 1))
    say(`A proportion lies between 0 and 1, and this is ${value}: correct the score.`);
  const hasUnit = unit !== undefined || (code !== undefined && code !== '1');
  if (hasUnit) say('A proportion has no unit: remove unit, system and code of the score.');
}
