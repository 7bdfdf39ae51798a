// The ids of elements, by which parts of a resource refer to one another, are unique in it. R4 element.html#id.

import type { ItemCheck } from '../visit.ts';

export const checkElementId: ItemCheck = (id, _extra, _type, visit) => {
  if (typeof id !== 'string') return;
  if (visit.noteElementId(id)) return;
  const diagnostics = `Two elements of this resource have the id "${id.slice(0, 80)}": give one of them another.`;
  visit.error('business-rule', 'element-id', diagnostics);
};
