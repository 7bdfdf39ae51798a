// size of an Attachment: the bytes of its data before they were base64. R4 datatypes.html#Attachment.

import { isObject } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';

export const checkAttachment: ItemCheck = (value, _extra, _type, visit) => {
  if (!isObject(value) || typeof value.data !== 'string' || typeof value.size !== 'number') return;
  const bytes = Buffer.byteLength(value.data.replace(/\s+/g, ''), 'base64');
  if (bytes === value.size) return;
  const diagnostics = `size says ${value.size} bytes and data has ${bytes}: correct the size, or send the whole data.`;
  visit.error('value', 'attachment', diagnostics, 'size');
};
