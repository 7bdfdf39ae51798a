// size and hash of an Attachment: of the bytes of its data before they were base64. R4 datatypes.html#Attachment.

import { createHash } from 'node:crypto';
import { isObject } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';

export const checkAttachment: ItemCheck = (value, _extra, _type, visit) => {
  if (!isObject(value) || typeof value.data !== 'string') return;
  const { data, size, hash } = value;
  if (typeof size === 'number') {
    const bytes = Buffer.byteLength(data.replace(/\s+/g, ''), 'base64');
    if (bytes !== size) {
      const diagnostics = `size says ${size} bytes and data has ${bytes}: correct the size, or send the whole data.`;
      visit.error('value', 'attachment', diagnostics, 'size');
    }
  }
  if (typeof hash === 'string' && !isHashOf(hash, data)) {
    const diagnostics =
      'hash is not the SHA-1 hash of the data, in base64: correct the hash, or send the data that it was made of.';
    visit.error('value', 'attachment', diagnostics, 'hash');
  }
};

function isHashOf(hash: string, data: string): boolean {
  const found = createHash('sha1').update(Buffer.from(data, 'base64')).digest();
  return found.equals(Buffer.from(hash, 'base64'));
}
