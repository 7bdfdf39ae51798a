// A finding about data, R4 operationoutcome.html: what, how bad, where, and what to do.

export type Severity = 'fatal' | 'error' | 'warning' | 'information';

/** The codes of http://hl7.org/fhir/issue-type that this server uses. */
export type IssueCode =
  | 'invalid'
  | 'structure'
  | 'required'
  | 'value'
  | 'invariant'
  | 'security'
  | 'login'
  | 'forbidden'
  | 'suppressed'
  | 'processing'
  | 'not-supported'
  | 'duplicate'
  | 'multiple-matches'
  | 'not-found'
  | 'deleted'
  | 'too-long'
  | 'code-invalid'
  | 'extension'
  | 'too-costly'
  | 'business-rule'
  | 'conflict'
  | 'transient'
  | 'lock-error'
  | 'no-store'
  | 'exception'
  | 'timeout'
  | 'incomplete'
  | 'throttled'
  | 'informational';

export interface Issue {
  severity: Severity;
  code: IssueCode;
  /** A sentence for people: what is wrong and what to do. */
  diagnostics: string;
  /** FHIRPath of the element, e.g. `Observation.component[1].valueQuantity`, or `Bundle.entry[2].resource…`. */
  expression?: string;
  /** Key of the rule: an invariant such as `lianti-ref-1`, or a check such as `cardinality`. */
  rule?: string;
  /** The profile or type whose rule it is, as a canonical URL. */
  source?: string;
  /** A code for programs, besides `rule`: what a dry run foresees. */
  detail?: { system: string; code: string };
  /** Where the specification says so: page and anchor below hl7.org/fhir/R4, `http.html#update`. */
  section?: string;
  /** 1-based, of the text that was sent. */
  line?: number;
  column?: number;
}

export function isError(issue: Issue): boolean {
  return issue.severity === 'error' || issue.severity === 'fatal';
}

export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some(isError);
}
