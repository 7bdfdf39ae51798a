// The parameters of a URL, decoded strictly, and back. application/x-www-form-urlencoded: + is a space.

import { fhirError } from './error.ts';

export type Parameter = [name: string, value: string];

/** `text` without the question mark. Throws FhirError 400 for a broken percent escape. */
export function parseQueryString(text: string): Parameter[] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 0) return [decode(pair), ''];
      return [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
    });
}

/** Keeps the signs that FHIR values are full of readable. */
export function formatQueryString(parameters: readonly Parameter[]): string {
  return parameters.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}

function decode(text: string): string {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw fhirError('invalid', 'The query holds a broken percent escape. Write % as %25.');
  }
}

function encode(text: string): string {
  if (/^[\w.~:/,-]*$/.test(text)) return text;
  // Lone surrogates cannot be encoded; a replacement character can.
  return encodeURIComponent(text.toWellFormed()).replace(/%(3A|2F|2C)/g, (sign) => decodeURIComponent(sign));
}
