// Which items of a form are enabled by the answers given. R4 questionnaire.html#Questionnaire.item.enableWhen; SDC
// enableWhenExpression.

import { isObject, type Json, type JsonObject } from '../../fhir/json/tree.ts';
import type { ConstraintCompiler } from '../holds.ts';
import type { Visit } from '../visit.ts';
import { compareAnswers, type InCanonicalUnit, isSameAnswer } from './compare.ts';
import { choiceIn, extensionValues, type Form, type FormItem, objectsIn } from './form.ts';

/** The items of the response that lead to the place at hand, innermost first. */
export interface Trail {
  item: FormItem;
  answered: JsonObject;
  outer: Trail | undefined;
}

/** Is the item enabled at a place below `trail`? */
export type IsEnabled = (item: FormItem, trail: Trail | undefined) => boolean;

/** The second is what SDC made of the first; both are in use, and say the same. */
const EXPRESSIONS = [
  'http://phr.kanta.fi/StructureDefinition/fiphr-ext-questionnaire-enablewhen',
  'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression',
];

export function createEnabled(
  form: Form,
  response: JsonObject,
  visit: Visit,
  compile: ConstraintCompiler,
  inCanonicalUnit: InCanonicalUnit,
): IsEnabled {
  const indexes = new Map<JsonObject, ReadonlyMap<string, Json[]>>();
  const expressions = new Map<FormItem, boolean>();

  /** The answers to a question at or below a part of the response. */
  function answersTo(linkId: string, scope: JsonObject): readonly Json[] {
    let index = indexes.get(scope);
    if (!index) {
      const collected = new Map<string, Json[]>();
      collectAnswers(scope, collected);
      index = collected;
      indexes.set(scope, index);
    }
    return index.get(linkId) ?? [];
  }

  /** The nearest repetition of what holds both questions is where its answer is looked for. */
  function scopeOf(item: FormItem, question: FormItem, trail: Trail | undefined): JsonObject {
    const around = new Set<FormItem>();
    for (let at: FormItem | undefined = question; at; at = at.within) around.add(at);
    let common = item.within;
    while (common && !around.has(common)) common = common.within;
    for (let at = trail; common && at; at = at.outer) if (at.item === common) return at.answered;
    return response;
  }

  function isMet(condition: JsonObject, item: FormItem, trail: Trail | undefined): boolean {
    const question = typeof condition.question === 'string' && form.byLinkId.get(condition.question);
    const given = question ? answersTo(question.linkId, scopeOf(item, question, trail)) : [];
    const wanted = choiceIn(condition, 'answer')?.value;
    if (condition.operator === 'exists') return (wanted !== false) === given.length > 0;
    return (
      wanted !== undefined && given.some((value) => holds(value, condition.operator, wanted, inCanonicalUnit))
    );
  }

  /** Evaluated once: it looks at the whole response. What cannot be evaluated enables. */
  function holdsExpression(item: FormItem): boolean | undefined {
    const known = expressions.get(item);
    if (known !== undefined) return known;
    const [value] = EXPRESSIONS.flatMap((url) => extensionValues(item.source, url));
    const expression = isObject(value) && value.language === 'text/fhirpath' ? value.expression : value;
    if (typeof expression !== 'string') return undefined;
    let enabled = true;
    try {
      enabled = compile(expression)(response, undefined, 'QuestionnaireResponse', visit);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const diagnostics = `When item ${item.linkId} is enabled could not be evaluated here (${why.slice(0, 200)}), so it counts as enabled.`;
      visit.add('information', 'not-supported', 'questionnaire-enabled', diagnostics);
    }
    expressions.set(item, enabled);
    return enabled;
  }

  return (item, trail) => {
    const byExpression = item.source.extension === undefined ? undefined : holdsExpression(item);
    if (byExpression !== undefined) return byExpression;
    const conditions = objectsIn(item.source.enableWhen);
    if (conditions.length === 0) return true;
    const met = (condition: JsonObject) => isMet(condition, item, trail);
    if (conditions.length === 1 || item.source.enableBehavior === 'any') return conditions.some(met);
    // Without a behaviour several conditions say nothing (que-12).
    return item.source.enableBehavior !== 'all' || conditions.every(met);
  };
}

function holds(
  given: Json,
  operator: Json | undefined,
  wanted: Json,
  inCanonicalUnit: InCanonicalUnit,
): boolean {
  if (operator === '=') return isSameAnswer(given, wanted, inCanonicalUnit);
  if (operator === '!=') return !isSameAnswer(given, wanted, inCanonicalUnit);
  const order = compareAnswers(given, wanted, inCanonicalUnit);
  if (order === undefined) return false;
  if (operator === '>') return order > 0;
  if (operator === '<') return order < 0;
  if (operator === '>=') return order >= 0;
  return operator === '<=' && order <= 0;
}

/** Of a part of a response: an item, or all of it. */
function collectAnswers(part: JsonObject, found: Map<string, Json[]>): void {
  for (const answer of objectsIn(part.answer)) {
    const given = choiceIn(answer, 'value');
    if (given && typeof part.linkId === 'string') {
      const values = found.get(part.linkId);
      if (values) values.push(given.value);
      else found.set(part.linkId, [given.value]);
    }
    for (const item of objectsIn(answer.item)) collectAnswers(item, found);
  }
  for (const item of objectsIn(part.item)) collectAnswers(item, found);
}
