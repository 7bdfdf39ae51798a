// What a form says of a single answer beyond its type: bounds, lengths, forms, sizes, units, kinds of resources.
// R4 questionnaire-extensions; SDC minQuantity, maxQuantity.

import type { BoundedMatch } from '../../fhir/bounded-regex.ts';
import { isObject, type Json, type JsonObject } from '../../fhir/json/tree.ts';
import type { Visit } from '../visit.ts';
import { compareAnswers, type InCanonicalUnit } from './compare.ts';
import { type Choice, extensionValues, type Form, type FormItem, shownAnswer } from './form.ts';
import { checkAttachment, checkReference, checkUnit } from './limits-of-objects.ts';
import type { IsAmongCodes } from './options.ts';

const CORE = 'http://hl7.org/fhir/StructureDefinition/';
const SDC = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-';
const TEXTS: ReadonlySet<string> = new Set(['string', 'text', 'url']);

export interface Limits {
  isAmong: IsAmongCodes;
  inCanonicalUnit: InCanonicalUnit;
  isResourceType(name: string): boolean;
  matches: BoundedMatch;
}

/** `answer` holds the value; the visit stands at it. */
export function checkLimits(
  form: Form,
  item: FormItem,
  answer: JsonObject,
  given: Choice,
  limits: Limits,
  visit: Visit,
): void {
  const { value } = given;
  checkBounds(item, value, limits.inCanonicalUnit, visit);
  if (typeof value === 'string' && TEXTS.has(item.type)) checkText(item, value, limits.matches, visit);
  if (typeof value === 'number') checkDecimals(item, answer, given.member, value, visit);
  if (!isObject(value)) return;
  if (given.type === 'Quantity') {
    if (typeof value.value === 'number') checkDecimals(item, value, 'value', value.value, visit);
    checkUnit(form, item, value, limits.isAmong, visit);
  } else if (given.type === 'Attachment') checkAttachment(item, value, visit);
  else if (given.type === 'Reference') checkReference(item, value, limits.isResourceType, visit);
}

function checkBounds(item: FormItem, value: Json, inCanonicalUnit: InCanonicalUnit, visit: Visit): void {
  if (item.source.extension === undefined) return;
  const bound = (urls: string[], allows: (order: number) => boolean, words: string) => {
    for (const limit of urls.flatMap((url) => extensionValues(item.source, url))) {
      if (isObject(value) && isObject(limit) && (!hasUnit(value) || !hasUnit(limit))) {
        const diagnostics = `${shownAnswer(value)} cannot be compared with ${shownAnswer(limit)}, ${words}, without the system and code of both units: add them.`;
        visit.error('value', 'questionnaire-bound', diagnostics, 'value');
        continue;
      }
      const order = compareAnswers(value, limit, inCanonicalUnit);
      if (order === undefined && isObject(value) !== isObject(limit)) continue;
      if (order !== undefined && allows(order)) continue;
      const diagnostics =
        order === undefined
          ? `${shownAnswer(value)} cannot be compared with ${shownAnswer(limit)}, ${words}: use a unit of the same kind.`
          : `The answer ${shownAnswer(value)} is outside what item ${item.linkId} allows; ${words} is ${shownAnswer(limit)}.`;
      visit.error('value', 'questionnaire-bound', diagnostics, 'value');
    }
  };
  bound([`${CORE}minValue`, `${SDC}minQuantity`], (order) => order >= 0, 'the least value');
  bound([`${CORE}maxValue`, `${SDC}maxQuantity`], (order) => order <= 0, 'the greatest value');
}

function hasUnit(quantity: JsonObject): boolean {
  return quantity.system !== undefined && quantity.code !== undefined;
}

function checkText(item: FormItem, text: string, matches: BoundedMatch, visit: Visit): void {
  const length = [...text].length;
  const most = item.source.maxLength;
  if (typeof most === 'number' && length > most) {
    const diagnostics = `The answer has ${length} characters and item ${item.linkId} allows ${most}: shorten it.`;
    visit.error('value', 'questionnaire-length', diagnostics, 'value');
  }
  if (item.type === 'string' && /[\r\n]/.test(text)) {
    const diagnostics = `Item ${item.linkId} asks for one line of text and the answer has more: write it in one, or ask for "text".`;
    visit.warning('value', 'questionnaire-length', diagnostics, 'value');
  }
  if (item.source.extension === undefined) return;
  for (const least of extensionValues(item.source, `${CORE}minLength`)) {
    if (typeof least !== 'number' || length >= least) continue;
    const diagnostics = `The answer has ${length} characters and item ${item.linkId} asks for ${least}: say more.`;
    visit.error('value', 'questionnaire-length', diagnostics, 'value');
  }
  for (const pattern of extensionValues(item.source, `${CORE}regex`)) {
    if (typeof pattern !== 'string') continue;
    const found = matches(pattern, text);
    if (found === true) continue;
    if (found === undefined) {
      const diagnostics = `Whether the answer has the form ${pattern.slice(0, 200)} could not be told here: the pattern is no regular expression, or takes too long.`;
      visit.warning('not-supported', 'questionnaire-form', diagnostics, 'value');
      continue;
    }
    const [wanted = pattern] = extensionValues(item.source, `${CORE}entryFormat`);
    const diagnostics = `"${shownAnswer(text)}" has not the form that item ${item.linkId} asks for: write it like ${String(wanted).slice(0, 200)}.`;
    visit.error('value', 'questionnaire-form', diagnostics, 'value');
  }
}

function checkDecimals(
  item: FormItem,
  holder: JsonObject,
  member: string,
  value: number,
  visit: Visit,
): void {
  const [most] =
    item.source.extension === undefined ? [] : extensionValues(item.source, `${CORE}maxDecimalPlaces`);
  if (typeof most !== 'number') return;
  const written = visit.numbers?.get(holder, member) ?? String(value);
  const places = /\.(\d+)/.exec(written)?.[1]?.length ?? 0;
  if (places <= most) return;
  const diagnostics = `${written} has ${places} decimal places and item ${item.linkId} allows ${most}: round it.`;
  visit.error('value', 'questionnaire-bound', diagnostics, 'value');
}
