// A QuestionnaireResponse against its Questionnaire: which items there may be, where, how often, and what their answers
// may be. R4 questionnaireresponse.html#link.

import type { JsonObject } from '../../fhir/json/tree.ts';
import type { Visit } from '../visit.ts';
import { answerTypeFault } from './answer-type.ts';
import { createEnabled, type Trail } from './enabled.ts';
import { choiceIn, type Form, type FormItem, objectsIn } from './form.ts';
import { checkFormConstraints } from './form-constraints.ts';
import {
  checkOccurrences,
  checkWording,
  type ResponseRules,
  type Run,
  report,
  reportMissing,
} from './item-rules.ts';
import { checkLimits } from './limits.ts';
import { checkOptions } from './options.ts';

const BACKBONE = 'QuestionnaireResponse.item';

/** An item of the response and its place in the list it stands in. */
interface Given {
  item: JsonObject;
  at: number;
}

export function checkResponse(response: JsonObject, form: Form, rules: ResponseRules, visit: Visit): void {
  const { compile, inCanonicalUnit } = rules;
  const isComplete = response.status === 'completed' || response.status === 'amended';
  const isEnabled = createEnabled(form, response, visit, compile, inCanonicalUnit);
  const run: Run = { form, rules, visit, isEnabled, isComplete };
  if (isComplete) checkFormConstraints(form.source, response, 'QuestionnaireResponse', compile, visit);
  checkItems(form.items, response, 'QuestionnaireResponse', undefined, run);
}

/** The items below a response, an item or an answer, by what the form has at that place. */
function checkItems(
  asked: readonly FormItem[],
  holder: JsonObject,
  holderType: string,
  trail: Trail | undefined,
  run: Run,
): void {
  const given = sort(asked, holder, holderType, trail, run);
  for (const item of asked) {
    const found = given.get(item) ?? [];
    const enabled = run.isEnabled(item, trail);
    if (found.length === 0) {
      if (enabled && item.required) reportMissing(item, run);
      continue;
    }
    if (found.length > 1 && !item.repeats) {
      const diagnostics = `Item ${item.linkId} does not repeat and is there ${found.length} times: keep one.`;
      at(found[1]!, holder, holderType, run, () =>
        report(run, 'structure', 'questionnaire-repeats', diagnostics),
      );
    }
    if (item.type === 'group' && enabled) checkOccurrences(item, found.length, run);
    for (const one of found) {
      at(one, holder, holderType, run, () => {
        if (!enabled && (one.item.answer !== undefined || one.item.item !== undefined)) {
          const diagnostics = `Item ${item.linkId} is not enabled by the other answers and must be empty: remove it, or correct those.`;
          report(run, 'invariant', 'questionnaire-enabled', diagnostics);
          return;
        }
        checkItem(item, one.item, enabled, trail, run);
      });
    }
  }
}

/** Items by what they answer, in the order of the form; those that have no place here are told and left out. */
function sort(
  asked: readonly FormItem[],
  holder: JsonObject,
  holderType: string,
  trail: Trail | undefined,
  run: Run,
): Map<FormItem, Given[]> {
  const places = new Map(asked.map((item, index) => [item.linkId, { item, index }]));
  const given = new Map<FormItem, Given[]>();
  let last = 0;
  objectsIn(holder.item).forEach((item, i) => {
    const { linkId } = item;
    if (typeof linkId !== 'string') return;
    const one = { item, at: i };
    const place = places.get(linkId);
    if (!place) {
      at(one, holder, holderType, run, () => reportPlace(linkId, item, trail, run));
      return;
    }
    if (place.index < last) {
      const diagnostics = `Item ${linkId} comes later than in its Questionnaire: keep the order of the form.`;
      at(one, holder, holderType, run, () => report(run, 'structure', 'questionnaire-order', diagnostics));
    }
    last = Math.max(last, place.index);
    const others = given.get(place.item);
    if (others) others.push(one);
    else given.set(place.item, [one]);
  });
  return given;
}

function reportPlace(linkId: string, item: JsonObject, trail: Trail | undefined, run: Run): void {
  const elsewhere = run.form.byLinkId.get(linkId);
  const name = linkId.slice(0, 100);
  if (!elsewhere) {
    const diagnostics = `The Questionnaire has no item ${name}: correct the linkId, or remove the item.`;
    report(run, 'not-found', 'questionnaire-item', diagnostics, 'linkId');
    return;
  }
  const where = elsewhere.within ? `below item ${elsewhere.within.linkId}` : 'at the top';
  report(run, 'structure', 'questionnaire-item', `Item ${name} belongs ${where}: move it there.`, 'linkId');
  checkItem(elsewhere, item, true, trail, run);
}

function checkItem(
  item: FormItem,
  answered: JsonObject,
  enabled: boolean,
  outer: Trail | undefined,
  run: Run,
): void {
  const { visit, rules } = run;
  const answers = objectsIn(answered.answer);
  const trail: Trail = { item, answered, outer };
  checkWording(item, answered, run);
  if (run.isComplete && enabled) {
    checkFormConstraints(item.source, answered, BACKBONE, rules.compile, visit);
  }
  if (item.type === 'group' || item.type === 'display' || item.type === 'question') {
    checkWithoutAnswer(item, answered, answers, enabled, trail, run);
    return;
  }
  if (answered.item !== undefined) {
    const diagnostics = `Item ${item.linkId} is a question: items below it belong into its answer.`;
    report(run, 'structure', 'questionnaire-item', diagnostics, 'item');
  }
  if (enabled && item.required && answers.length === 0) reportMissing(item, run);
  if (answers.length > 1 && !item.repeats) {
    const diagnostics = `Item ${item.linkId} takes one answer and has ${answers.length}: keep one.`;
    report(run, 'structure', 'questionnaire-repeats', diagnostics, 'answer');
  }
  if (enabled) checkOccurrences(item, answers.length, run);
  answers.forEach((answer, i) => {
    visit.enter('answer', i, answered, BACKBONE);
    checkAnswer(item, answer, answers.length, run);
    checkItems(item.items, answer, `${BACKBONE}.answer`, trail, run);
    visit.leave();
  });
}

function checkWithoutAnswer(
  item: FormItem,
  answered: JsonObject,
  answers: readonly JsonObject[],
  enabled: boolean,
  trail: Trail,
  run: Run,
): void {
  if (answers.length > 0) {
    const diagnostics = `Item ${item.linkId} is of type ${item.type} and takes no answer: remove it.`;
    report(run, 'structure', 'questionnaire-type', diagnostics, 'answer');
  }
  if (item.type === 'display') {
    if (answered.item === undefined) return;
    const diagnostics = `Item ${item.linkId} is text that is shown and has no items: remove them.`;
    report(run, 'structure', 'questionnaire-item', diagnostics, 'item');
    return;
  }
  if (enabled && item.required && item.type === 'group' && answered.item === undefined)
    reportMissing(item, run);
  checkItems(item.items, answered, BACKBONE, trail, run);
}

function checkAnswer(item: FormItem, answer: JsonObject, count: number, run: Run): void {
  const { form, rules, visit } = run;
  const given = choiceIn(answer, 'value');
  if (!given) return;
  const fault = answerTypeFault(item, given);
  if (fault !== undefined) {
    report(run, 'value', 'questionnaire-type', fault, 'value');
    return;
  }
  checkOptions(form, item, given, count, rules.isAmong, visit);
  checkLimits(form, item, answer, given, rules, visit);
}

function at({ at: index }: Given, holder: JsonObject, type: string, { visit }: Run, check: () => void): void {
  visit.enter('item', index, holder, type);
  check();
  visit.leave();
}
