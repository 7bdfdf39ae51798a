// Which part of the specification a finding rests on, so that a reader can look it up. A page and an anchor below
// http://hl7.org/fhir/R4/.

import type { ErrorKind } from './error.ts';
import type { Issue } from './issue.ts';

const R4 = 'http://hl7.org/fhir/R4/';

/** By the key of the rule that was broken. */
const OF_RULE: Readonly<Record<string, string>> = {
  attachment: 'datatypes.html#attachment',
  binding: 'terminologies.html#strength',
  'bundle-first': 'bundle.html#bundle-unique',
  'bundle-link': 'bundle.html#links',
  'bundle-reached': 'documents.html#content',
  'bundle-reference': 'bundle.html#references',
  capability: 'capabilitystatement.html',
  cardinality: 'conformance-rules.html#cardinality',
  choice: 'formats.html#choice',
  'code-system': 'codesystem.html',
  coding: 'datatypes.html#coding',
  'concept-map': 'conceptmap.html',
  extension: 'extensibility.html',
  fixed: 'elementdefinition-definitions.html#ElementDefinition.fixed_x_',
  'full-url': 'bundle.html#bundle-unique',
  'max-length': 'elementdefinition-definitions.html#ElementDefinition.maxLength',
  measure: 'measure.html',
  'narrative-control': 'narrative.html',
  'narrative-link': 'narrative.html#id',
  pattern: 'elementdefinition-definitions.html#ElementDefinition.pattern_x_',
  primitive: 'datatypes.html#primitive',
  profile: 'profiling.html',
  questionnaire: 'questionnaireresponse.html#link',
  'questionnaire-attachment': 'questionnaireresponse.html#link',
  'questionnaire-bound': 'questionnaireresponse.html#link',
  'questionnaire-condition': 'questionnaire.html#notes',
  'questionnaire-constraint': 'questionnaireresponse.html#link',
  'questionnaire-enabled': 'questionnaire.html#notes',
  'questionnaire-form': 'questionnaireresponse.html#link',
  'questionnaire-item': 'questionnaireresponse.html#link',
  'questionnaire-length': 'questionnaireresponse.html#link',
  'questionnaire-option': 'questionnaireresponse.html#link',
  'questionnaire-order': 'questionnaireresponse.html#link',
  'questionnaire-reference': 'questionnaireresponse.html#link',
  'questionnaire-repeats': 'questionnaireresponse.html#link',
  'questionnaire-required': 'questionnaireresponse.html#link',
  'questionnaire-text': 'questionnaireresponse.html#link',
  'questionnaire-type': 'questionnaireresponse.html#link',
  'questionnaire-unit': 'questionnaireresponse.html#link',
  reference: 'references.html',
  'search-parameter': 'searchparameter.html',
  searchset: 'bundle.html#searchset',
  slicing: 'profiling.html#slicing',
  'structure-definition': 'structuredefinition.html',
  type: 'json.html',
  unknown: 'json.html',
  'value-set': 'valueset.html',
};

/** By kind of failure, where nothing more exact is known. */
const OF_KIND: Readonly<Record<ErrorKind, string>> = {
  invalid: 'http.html',
  structure: 'json.html',
  unauthenticated: 'security.html#http',
  forbidden: 'security.html#http',
  'not-found': 'http.html#Status-Codes',
  'method-not-allowed': 'http.html#summary',
  'not-acceptable': 'http.html#mime-type',
  conflict: 'http.html#concurrency',
  gone: 'http.html#delete',
  'precondition-failed': 'http.html#concurrency',
  'too-large': 'http.html#Status-Codes',
  'uri-too-long': 'search.html',
  'unsupported-media-type': 'http.html#mime-type',
  unprocessable: 'validation.html',
  throttled: 'http.html#Status-Codes',
  exception: 'http.html#Status-Codes',
  'not-implemented': 'http.html#capabilities',
  unavailable: 'http.html#Status-Codes',
  full: 'http.html#Status-Codes',
};

/** `ofRequest`: the section of what was asked, when that is known. A finding that knows its own keeps it. */
export function withSection(issue: Issue, kind: ErrorKind, ofRequest?: string): Issue {
  if (issue.section !== undefined) return issue;
  return { ...issue, section: ofRule(issue) ?? ofRequest ?? OF_KIND[kind] };
}

export function sectionUrl(section: string): string {
  return R4 + section;
}

function ofRule({ rule, code }: Issue): string | undefined {
  if (rule !== undefined && Object.hasOwn(OF_RULE, rule)) return OF_RULE[rule];
  return code === 'invariant' ? 'conformance-rules.html' : undefined;
}
