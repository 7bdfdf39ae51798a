// Forms for tests, and what is found in responses to them.

import type { Questionnaire } from 'fhir/r4.js';
import { createCanonicalNumbers } from '../../../src/search/units/number-in.ts';
import { createSharedParts, createValidator } from '../../../src/validation/validator.ts';
import { definitions, findings, validate } from '../support.ts';

export const FORM = 'https://example.org/Questionnaire/form';

const inCanonicalUnit = createCanonicalNumbers();
const shared = createSharedParts(definitions);

export interface Answered {
  linkId: string;
  text?: string;
  answer?: object[];
  item?: Answered[];
}

function validatorFor(items: object[], more: object) {
  const form = { resourceType: 'Questionnaire', url: FORM, status: 'active', item: items, ...more };
  return createValidator({
    definitions: {
      ...definitions,
      questionnaire: (url) => (url === FORM ? (form as unknown as Questionnaire) : undefined),
    },
    now: () => new Date('2026-11-25T08:00:00+08:00'),
    inCanonicalUnit,
    shared,
  });
}

export function responseOf(items: Answered[], more: object = {}) {
  return {
    resourceType: 'QuestionnaireResponse',
    questionnaire: FORM,
    status: 'completed',
    item: items,
    ...more,
  };
}

/** `error questionnaire-type item[0].answer[0].value`, one for each issue. */
export function found(form: object[], answers: Answered[], more: object = {}, ofForm: object = {}): string[] {
  return findings(responseOf(answers, more), {}, validatorFor(form, ofForm)).map((line) =>
    line.replace('QuestionnaireResponse.', ''),
  );
}

export function sentences(form: object[], answers: Answered[]): string[] {
  return validate(responseOf(answers), {}, validatorFor(form, {})).map(({ diagnostics }) => diagnostics);
}

/** What is found in the answers to one question. */
export function foundIn(item: object, ...answer: object[]): string[] {
  return found([{ linkId: 'q', repeats: true, ...item }], [{ linkId: 'q', answer }]);
}

export const extension = (name: string, value: object) => ({
  url: `http://hl7.org/fhir/StructureDefinition/${name}`,
  ...value,
});
