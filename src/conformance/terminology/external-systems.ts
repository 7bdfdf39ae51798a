// Code systems that no package holds and that are judged by a rule instead. R4 terminologies-systems.html.

import type { ValueSetComposeIncludeFilter } from 'fhir/r4.js';
import { createUnitFinder, isUnitCode } from '../../fhir/ucum.ts';
import { COUNTRIES, LANGUAGES } from './iso-codes.ts';
import { compileRegex } from './safe-regex.ts';

export type Answer = 'yes' | 'no' | 'unknown';

export interface ExternalSystem {
  caseSensitive: boolean;
  has(code: string): Answer;
  /** Filters that can be judged without a list of codes. */
  meets?(code: string, filters: readonly ValueSetComposeIncludeFilter[]): Answer;
}

/** `xml`, `json` and `ttl` stand for FHIR's own formats, R4 capabilitystatement-definitions.html#CapabilityStatement.format. */
const MIME_TYPE =
  /^(?:xml|json|ttl|[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*(?:\s*;.*)?)$/;

export const EXTERNAL_SYSTEMS: ReadonlyMap<string, ExternalSystem> = new Map<string, ExternalSystem>([
  ['urn:ietf:bcp:47', { caseSensitive: false, has: (code) => answer(isLanguageTag(code)) }],
  ['urn:ietf:bcp:13', { caseSensitive: false, has: (code) => answer(MIME_TYPE.test(code)) }],
  ['urn:iso:std:iso:4217', { caseSensitive: true, has: (code) => answer(isCurrency(code)) }],
  [
    'urn:iso:std:iso:3166',
    { caseSensitive: true, has: (code) => answer(COUNTRIES.has(code)), meets: isCountry },
  ],
  [
    'http://unitsofmeasure.org',
    { caseSensitive: true, has: (code) => answer(isUnitCode(code)), meets: hasCanonicalUnit },
  ],
]);

function answer(has: boolean): Answer {
  return has ? 'yes' : 'no';
}

/** Languages of three letters are thousands and change; those of two letters are known. */
function isLanguageTag(code: string): boolean {
  try {
    Intl.getCanonicalLocales(code);
  } catch {
    return false;
  }
  const [language = ''] = code.toLowerCase().split('-');
  return language.length !== 2 || LANGUAGES.has(language);
}

/** Those of ISO 4217 that are no money to be paid with, and young ones: Node does not list them. */
const OTHER_CURRENCIES: ReadonlySet<string> = new Set(
  'BOV CHE CHW CLF COU CUC MXV SLE SLL USN UYI UYW VED ZWG ZWL XAU XAG XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'.split(
    ' ',
  ),
);

function isCurrency(code: string): boolean {
  return OTHER_CURRENCIES.has(code) || Intl.supportedValuesOf('currency').includes(code);
}

function isCountry(code: string, filters: readonly ValueSetComposeIncludeFilter[]): Answer {
  if (!COUNTRIES.has(code)) return 'no';
  const tests = filters.map(({ property, op, value }) =>
    property === 'code' && op === 'regex' ? compileRegex(value) : undefined,
  );
  if (tests.includes(undefined)) return 'unknown';
  return answer(tests.every((test) => test!(code)));
}

/** `canonical = m`: units that measure the same as the metre. R4 ucum.html. */
function hasCanonicalUnit(code: string, filters: readonly ValueSetComposeIncludeFilter[]): Answer {
  if (!isUnitCode(code)) return 'no';
  const find = createUnitFinder();
  const dimension = (unit: string) => find(unit)?.exponents.join();
  if (filters.some(({ property, op }) => property !== 'canonical' || op !== '=')) return 'unknown';
  const own = dimension(code);
  return answer(own !== undefined && filters.every(({ value }) => own === dimension(value)));
}
