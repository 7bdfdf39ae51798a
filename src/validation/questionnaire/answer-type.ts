// The type of an answer by the type of its item. R4 questionnaire.html#Questionnaire.item.type.

import type { Choice, FormItem } from './form.ts';

const CHOICES = ['Coding', 'Date', 'Time', 'Integer', 'String', 'Reference'];

/** Item type → what stands behind `value` in an answer. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  boolean: ['Boolean'],
  decimal: ['Decimal'],
  integer: ['Integer'],
  date: ['Date'],
  dateTime: ['DateTime'],
  time: ['Time'],
  string: ['String'],
  text: ['String'],
  url: ['Uri'],
  choice: CHOICES,
  'open-choice': CHOICES,
  attachment: ['Attachment'],
  reference: ['Reference'],
  quantity: ['Quantity'],
};

/** What is wrong with the type, as a sentence; undefined when nothing is, or when the item's type is none of R4. */
export function answerTypeFault(item: FormItem, given: Choice): string | undefined {
  const allowed = Object.hasOwn(ANSWERS, item.type) ? ANSWERS[item.type]! : undefined;
  if (!allowed || allowed.includes(given.type)) return undefined;
  const names = allowed.map((type) => `value${type}`).join(' or ');
  return `Item ${item.linkId} is of type ${item.type} and the answer is a ${given.member}: answer with ${names}.`;
}
