// Answers that a form lists: answerOption, or the codes of answerValueSet. R4 questionnaire.html#Questionnaire.item.answerOption.

import { isObject, type Json, type JsonObject } from '../../fhir/json/tree.ts';
import type { Visit } from '../visit.ts';
import {
  type Choice,
  choiceIn,
  extensionValues,
  type Form,
  type FormItem,
  objectsIn,
  shownAnswer,
} from './form.ts';

/** Is a code in the value set that a form names? `unknown` when the set is not known here, or not its content. */
export type IsAmongCodes = (
  form: Form,
  valueSet: string,
  system: string | undefined,
  code: string,
) => 'yes' | 'no' | 'unknown';

const EXCLUSIVE = 'http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive';
const LISTED_MAX = 12;

/** `count`: the answers to the same question. The answer at hand is the element the visit stands at. */
export function checkOptions(
  form: Form,
  item: FormItem,
  given: Choice,
  count: number,
  isAmong: IsAmongCodes,
  visit: Visit,
): void {
  const options = objectsIn(item.source.answerOption);
  if (options.length > 0) checkListed(options, item, given, count, visit);
  else if (typeof item.source.answerValueSet === 'string' && isCoded(item, given)) {
    checkAmong(form, item.source.answerValueSet, given, isAmong, visit);
  }
}

/** A text beside a choice is free; the text of a question for text is one of the codes, when there are codes. */
function isCoded(item: FormItem, given: Choice): boolean {
  return given.type === 'Coding' || (given.type === 'String' && item.type === 'string');
}

function checkListed(
  options: readonly JsonObject[],
  item: FormItem,
  given: Choice,
  count: number,
  visit: Visit,
): void {
  const listed = options.flatMap((option) => {
    const choice = choiceIn(option, 'value');
    return choice ? [{ option, choice }] : [];
  });
  if (item.type === 'open-choice' && given.type === 'String') {
    if (listed.some(({ choice }) => isNamed(choice, given.value))) {
      const diagnostics = `"${shownAnswer(given.value)}" is the name of an option: answer with its coding.`;
      visit.warning('value', 'questionnaire-option', diagnostics, 'value');
    }
    return;
  }
  const found = listed.find(({ choice }) => choice.type === given.type && isSame(choice.value, given.value));
  if (!found) {
    const values = listed.slice(0, LISTED_MAX).map(({ choice }) => shownAnswer(choice.value));
    if (listed.length > LISTED_MAX) values.push('…');
    const diagnostics = `${shownAnswer(given.value)} is no option of item ${item.linkId}: answer with one of ${values.join(', ')}.`;
    visit.error('value', 'questionnaire-option', diagnostics, 'value');
  } else if (count > 1 && extensionValues(found.option, EXCLUSIVE).includes(true)) {
    const diagnostics = `${shownAnswer(given.value)} excludes other answers: remove it, or the others.`;
    visit.error('value', 'questionnaire-option', diagnostics, 'value');
  }
}

/** An option is its value; what a coding is called does not matter. */
function isSame(option: Json, given: Json): boolean {
  if (!isObject(option) || !isObject(given)) return option === given;
  if (option.reference !== undefined) return option.reference === given.reference;
  return option.system === given.system && option.code === given.code;
}

function isNamed({ value }: Choice, text: Json): boolean {
  if (!isObject(value) || typeof text !== 'string') return false;
  const wanted = text.toLowerCase();
  return [value.display, value.code].some(
    (name) => typeof name === 'string' && name.toLowerCase() === wanted,
  );
}

function checkAmong(form: Form, valueSet: string, given: Choice, isAmong: IsAmongCodes, visit: Visit): void {
  const { system, code } = isObject(given.value) ? given.value : { system: undefined, code: given.value };
  if (typeof code !== 'string') return;
  const found = isAmong(form, valueSet, typeof system === 'string' ? system : undefined, code);
  if (found === 'yes') return;
  const name = shownAnswer(given.value);
  if (found === 'no') {
    const diagnostics = `${name} is not in the value set ${valueSet}: answer with a code of it.`;
    visit.error('code-invalid', 'questionnaire-option', diagnostics, 'value');
  } else {
    const diagnostics = `Whether ${name} is in the value set ${valueSet} cannot be told here: load the value set and its code systems.`;
    visit.warning('not-supported', 'questionnaire-option', diagnostics, 'value');
  }
}
