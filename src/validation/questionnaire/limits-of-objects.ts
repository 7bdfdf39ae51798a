// What a form says of quantities, attachments and references as answers: units, kinds and sizes of files, kinds of
// resources. R4 questionnaire-extensions.

import type { JsonObject } from '../../fhir/json/tree.ts';
import type { Visit } from '../visit.ts';
import { extensionValues, type Form, type FormItem, objectsIn, shownAnswer } from './form.ts';
import type { IsAmongCodes } from './options.ts';

const CORE = 'http://hl7.org/fhir/StructureDefinition/';

export function checkUnit(
  form: Form,
  item: FormItem,
  quantity: JsonObject,
  isAmong: IsAmongCodes,
  visit: Visit,
): void {
  if (item.source.extension === undefined) return;
  const options = objectsIn(extensionValues(item.source, `${CORE}questionnaire-unitOption`));
  if (options.length > 0 && !options.some((option) => isUnit(quantity, option))) {
    const names = options.map((option) => shownAnswer(option)).join(', ');
    const diagnostics = `The unit of ${shownAnswer(quantity)} is none that item ${item.linkId} allows: use one of ${names}.`;
    visit.error('value', 'questionnaire-unit', diagnostics, 'value');
  }
  for (const valueSet of extensionValues(item.source, `${CORE}questionnaire-unitValueSet`)) {
    if (typeof valueSet !== 'string') continue;
    const { system, code } = quantity;
    const found =
      typeof code === 'string'
        ? isAmong(form, valueSet, typeof system === 'string' ? system : undefined, code)
        : 'no';
    if (found !== 'no') continue;
    const diagnostics = `The unit of ${shownAnswer(quantity)} is not in the value set ${valueSet}: use one of its units.`;
    visit.error('code-invalid', 'questionnaire-unit', diagnostics, 'value');
  }
}

/** What an option leaves open may be anything; a unit without a name goes by its code. */
function isUnit(quantity: JsonObject, option: JsonObject): boolean {
  return (
    (option.system === undefined || option.system === quantity.system) &&
    (option.code === undefined ? option.display === quantity.unit : option.code === quantity.code)
  );
}

export function checkAttachment(item: FormItem, attachment: JsonObject, visit: Visit): void {
  if (item.source.extension === undefined) return;
  const types = extensionValues(item.source, `${CORE}mimeType`).filter((type) => typeof type === 'string');
  const { contentType, data } = attachment;
  if (
    types.length > 0 &&
    !types.some((type) => typeof contentType === 'string' && contentType.startsWith(type))
  ) {
    const found = typeof contentType === 'string' ? `is ${contentType.slice(0, 100)}` : 'has no contentType';
    const diagnostics = `The attachment ${found} and item ${item.linkId} asks for ${types.join(' or ')}: send it so.`;
    visit.error('value', 'questionnaire-attachment', diagnostics, 'value');
  }
  const [most] = extensionValues(item.source, `${CORE}maxSize`);
  if (typeof most !== 'number') return;
  const size =
    typeof data === 'string'
      ? Buffer.byteLength(data.replace(/\s+/g, ''), 'base64')
      : Number(attachment.size ?? 0);
  if (size <= most) return;
  const diagnostics = `The attachment has ${size} bytes and item ${item.linkId} allows ${most}: send a smaller one.`;
  visit.error('value', 'questionnaire-attachment', diagnostics, 'value');
}

const TYPED = /(?:^|\/)([A-Z][A-Za-z]*)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

export function checkReference(
  item: FormItem,
  value: JsonObject,
  isResourceType: (name: string) => boolean,
  visit: Visit,
): void {
  const { reference, type: told } = value;
  if (typeof reference !== 'string') return;
  const type = reference.startsWith('#')
    ? objectsIn(visit.root.contained).find(({ id }) => `#${String(id)}` === reference)?.resourceType
    : (TYPED.exec(reference)?.[1] ?? told);
  if (typeof type !== 'string') return;
  const allowed = extensionValues(item.source, `${CORE}questionnaire-referenceResource`);
  if (allowed.length > 0 ? allowed.includes(type) : isResourceType(type)) return;
  const wanted = allowed.length > 0 ? allowed.join(' or ') : 'a resource of R4';
  const diagnostics = `The answer refers to ${type.slice(0, 60)} and item ${item.linkId} asks for ${wanted}: refer to such a resource.`;
  visit.error('value', 'questionnaire-reference', diagnostics, 'value');
}
