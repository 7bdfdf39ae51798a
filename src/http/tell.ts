// Issues as the client of a request wants to read them: in its language, with lines and columns of the text it sent.

import { decodeUtf8 } from '../fhir/json/parse.ts';
import { type Source, withPlaces } from '../fhir/source/places.ts';
import { type Language, languageOf, type Translate } from '../fhir/translate.ts';
import type { Tell } from '../interactions/request.ts';

/** Bytes; looking for places in more would hold up others. */
const SOURCE_MAX = 2 * 1024 * 1024;

export type Translations = (language: Language) => Translate | undefined;

export function createTell(
  acceptLanguage: string | undefined,
  source: Source | undefined,
  translations: Translations,
): Tell {
  return (issues, within) => {
    const placed = withPlaces(issues, source, within);
    const translate = translations(languageOf(acceptLanguage));
    return translate ? placed.map(translate) : placed;
  };
}

export function sourceOf(bytes: Uint8Array, format: string): Source | undefined {
  if (bytes.length > SOURCE_MAX || (format !== 'json' && format !== 'xml')) return undefined;
  return { format, text: () => decodeUtf8(bytes) };
}
