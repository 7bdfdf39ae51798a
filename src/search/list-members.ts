// _list: the resources that a List names and does not call deleted. R4 search.html#list.

import { type FhirError, fhirError } from '../fhir/error.ts';
import { isObject } from '../fhir/json/tree.ts';
import { parseReference } from '../fhir/reference.ts';
import type { Where } from '../storage/query.ts';
import { clip } from './types/asked.ts';
import { listOf } from './types/primitive.ts';
import type { AskScope } from './types/search-type.ts';

const ID = /^[A-Za-z0-9\-.]{1,64}$/;

/** `42` or `List/42`. Throws FhirError 400. */
export function parseListMembers(text: string, scope: AskScope): Where {
  if (text.startsWith('$')) {
    const why = `The list ${clip(text)} is worked out by whoever keeps it current, which this server does for no patient. Name a List that is stored here.`;
    throw fhirError('invalid', why, { code: 'not-supported' });
  }
  const id = idOf(text, scope);
  const list = id === undefined ? undefined : scope.shelf.byId('List', id);
  if (!list) throw noList(text);
  const keys = listOf(list.entry).flatMap((entry) => {
    if (!isObject(entry) || entry.deleted === true || !isObject(entry.item)) return [];
    const { reference } = entry.item;
    const target = typeof reference === 'string' ? parseReference(reference, scope.local) : undefined;
    return target?.kind === 'local' ? [{ type: target.type, id: target.id }] : [];
  });
  return { kind: 'keys', keys };
}

function idOf(text: string, { local }: AskScope): string | undefined {
  if (ID.test(text)) return text;
  const target = parseReference(text, local);
  return target.kind === 'local' && target.type === 'List' ? target.id : undefined;
}

function noList(text: string): FhirError {
  return fhirError(
    'invalid',
    `There is no List "${clip(text)}" here: _list takes the id of a List, 42 or List/42.`,
    {
      code: 'not-found',
    },
  );
}
