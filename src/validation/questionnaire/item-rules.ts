// What a form says of an item of the response as it stands there: its words, how often it is there, that it is there.

import type { JsonObject } from '../../fhir/json/tree.ts';
import type { ConstraintCompiler } from '../holds.ts';
import type { Visit } from '../visit.ts';
import type { IsEnabled } from './enabled.ts';
import { extensionValues, type Form, type FormItem, objectsIn } from './form.ts';
import type { Limits } from './limits.ts';

const MIN_OCCURS = 'http://hl7.org/fhir/StructureDefinition/questionnaire-minOccurs';
const MAX_OCCURS = 'http://hl7.org/fhir/StructureDefinition/questionnaire-maxOccurs';
const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation';

export interface ResponseRules extends Limits {
  compile: ConstraintCompiler;
}

/** A response while it is checked. */
export interface Run {
  form: Form;
  rules: ResponseRules;
  visit: Visit;
  isEnabled: IsEnabled;
  /** Only then must required items be there. */
  isComplete: boolean;
}

/** The text is that of the form, or one of its translations. */
export function checkWording(item: FormItem, answered: JsonObject, run: Run): void {
  const { text } = answered;
  const { text: asked, _text: beside } = item.source;
  if (typeof text !== 'string' || text === asked) return;
  if (isTranslation(text, beside)) return;
  const diagnostics = `The text of item ${item.linkId} is not that of its Questionnaire: take it over, or leave it out.`;
  report(run, 'value', 'questionnaire-text', diagnostics, 'text');
}

function isTranslation(text: string, beside: JsonObject[string]): boolean {
  const [extended] = objectsIn([beside ?? null]);
  return objectsIn(extended?.extension).some(
    (extension) => extension.url === TRANSLATION && extensionValues(extension, 'content').includes(text),
  );
}

export function checkOccurrences(item: FormItem, count: number, run: Run): void {
  if (item.source.extension === undefined) return;
  const [least] = extensionValues(item.source, MIN_OCCURS);
  const [most] = extensionValues(item.source, MAX_OCCURS);
  if (typeof least === 'number' && count < least && run.isComplete) {
    const diagnostics = `Item ${item.linkId} is asked for at least ${least} times and answered ${count} times: add what is missing.`;
    report(run, 'required', 'questionnaire-repeats', diagnostics);
  }
  if (typeof most === 'number' && count > most) {
    const diagnostics = `Item ${item.linkId} may be answered ${most} times and is ${count} times: remove what is too much.`;
    report(run, 'structure', 'questionnaire-repeats', diagnostics);
  }
}

export function reportMissing(item: FormItem, run: Run): void {
  const diagnostics = `Item ${item.linkId} is required and has no answer: answer it.`;
  if (run.isComplete) report(run, 'required', 'questionnaire-required', diagnostics);
  else run.visit.warning('required', 'questionnaire-required', diagnostics);
}

export function report(
  run: Run,
  code: Parameters<Visit['error']>[0],
  rule: string,
  text: string,
  below?: string,
): void {
  run.visit.error(code, rule, text, below);
}
