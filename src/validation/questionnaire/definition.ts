// A Questionnaire of its own: what its conditions look at is there and comes before. R4 questionnaire.html#notes.

import type { JsonObject } from '../../fhir/json/tree.ts';
import type { ItemCheck, Visit } from '../visit.ts';
import { type Form, type FormItem, objectsIn, readForm } from './form.ts';

export const checkQuestionnaire: ItemCheck = (questionnaire, _extra, _type, visit) => {
  const source = questionnaire as JsonObject;
  const form = readForm(source);
  const order = new Map<FormItem, number>();
  number(form.items, order);
  checkConditions(form, form.items, order, visit);
};

/** Items in the order in which they are read. */
function number(items: readonly FormItem[], order: Map<FormItem, number>): void {
  for (const item of items) {
    order.set(item, order.size);
    number(item.items, order);
  }
}

function checkConditions(
  form: Form,
  items: readonly FormItem[],
  order: ReadonlyMap<FormItem, number>,
  visit: Visit,
): void {
  for (const item of items) {
    objectsIn(item.source.enableWhen).forEach(({ question }, i) => {
      if (typeof question !== 'string') return;
      const target = form.byLinkId.get(question);
      const fault = conditionFault(item, target, question);
      if (fault) visit.error('business-rule', 'questionnaire-condition', fault, placeOf(item, i));
      else if (target && order.get(target)! > order.get(item)!) {
        const diagnostics = `Item ${item.linkId} depends on ${question}, which is asked later: ask it before.`;
        visit.warning('business-rule', 'questionnaire-condition', diagnostics, placeOf(item, i));
      }
    });
    checkConditions(form, item.items, order, visit);
  }
}

function conditionFault(item: FormItem, target: FormItem | undefined, question: string): string | undefined {
  const name = question.slice(0, 100);
  if (!target) return `Item ${item.linkId} depends on ${name}, which no item is called: correct the linkId.`;
  if (target === item) return `Item ${item.linkId} depends on itself: name another question.`;
  for (let at: FormItem | undefined = target; at; at = at.within) {
    if (at === item)
      return `Item ${item.linkId} depends on ${name}, which stands within it: name another question.`;
  }
  return undefined;
}

/** The nth condition of an item. */
function placeOf(item: FormItem, condition: number): string {
  const path = [`enableWhen[${condition}]`];
  for (let at: FormItem | undefined = item; at; at = at.within) path.unshift(`item[${at.index}]`);
  return path.join('.');
}
