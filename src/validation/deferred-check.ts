// What a validation leaves to a look-up.

/** A question only the store can answer. */
export type DeferredCheck = DeferredReference | DeferredAge;

export interface DeferredReference {
  kind: 'reference';
  /** Where the reference stands. */
  expression: string;
  /** As written: `Patient/p1`, or an absolute URL. */
  reference: string;
  /** Resource types it may point to; empty: any. The type in the text was judged already. */
  types: string[];
  /** Canonical URLs of which the target must satisfy one; empty: none asked for. */
  profiles: string[];
}

/** Was the Patient a child, and born, when examined? See checks/age-at-exam.ts. */
export interface DeferredAge {
  kind: 'age-at-exam';
  /** Where the date of the examination stands. */
  expression: string;
  /** The Patient, as written. */
  reference: string;
  /** A FHIR date or dateTime. */
  examined: string;
}
