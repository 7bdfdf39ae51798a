// Code systems that no package holds and that are judged by a rule instead. R4 terminologies-systems.html.

export type Answer = 'yes' | 'no' | 'unknown';

export interface ExternalSystem {
  caseSensitive: boolean;
  has(code: string): Answer;
}

const CURRENCY = /^[A-Z]{3}$/;
/** `xml`, `json` and `ttl` stand for FHIR's own formats, R4 capabilitystatement-definitions.html#CapabilityStatement.format. */
const MIME_TYPE =
  /^(?:xml|json|ttl|[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*(?:\s*;.*)?)$/;
const unknown = (): Answer => 'unknown';

export const EXTERNAL_SYSTEMS: ReadonlyMap<string, ExternalSystem> = new Map<string, ExternalSystem>([
  ['urn:ietf:bcp:47', { caseSensitive: false, has: (code) => (isLanguageTag(code) ? 'yes' : 'no') }],
  ['urn:ietf:bcp:13', { caseSensitive: false, has: (code) => (MIME_TYPE.test(code) ? 'yes' : 'no') }],
  ['urn:iso:std:iso:4217', { caseSensitive: true, has: (code) => isCurrency(code) }],
  ['http://unitsofmeasure.org', { caseSensitive: true, has: unknown }],
]);

/** Well-formed is what a tag must be; which subtags are registered changes all the time. */
function isLanguageTag(code: string): boolean {
  try {
    Intl.getCanonicalLocales(code);
    return true;
  } catch {
    return false;
  }
}

function isCurrency(code: string): Answer {
  if (!CURRENCY.test(code)) return 'no';
  return Intl.supportedValuesOf('currency').includes(code) ? 'yes' : 'unknown';
}
