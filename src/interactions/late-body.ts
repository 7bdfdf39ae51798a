// A resource whose tree is read from its text when somebody needs it, and can be let go until the next time: the
// trees of a large Bundle's entries would fill more memory than all else that is known about it.

import { type JsonDocument, parseJson } from '../fhir/json/parse.ts';
import type { Resource } from '../fhir/json/tree.ts';
import type { Blob } from '../storage/store.ts';
import type { ResourceBody } from './request.ts';

/** `text` is the compact JSON of a resource; `document` the same, if it has been read. */
export function lateBody(
  text: string,
  known: { document?: Pick<JsonDocument, 'value' | 'numbers'>; content?: Blob } = {},
): ResourceBody {
  let { document } = known;
  const read = () => {
    document ??= parseJson(text);
    return document;
  };
  return {
    text,
    content: known.content,
    get resource() {
      return read().value as Resource;
    },
    get numbers() {
      return read().numbers;
    },
    release() {
      document = undefined;
    },
  };
}
