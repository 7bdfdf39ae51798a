// Who asks. Every request carries one, jobs and imports too; domain rules judge it and nothing else.

/** Roles of the consortium; see docs/domain. */
export const ROLES = [
  'referrer',
  'receiver-desk',
  'receiver-clinician',
  'coordinator',
  'transport-team',
  'community-doctor',
  'guardian',
  'system',
] as const;

export type Role = (typeof ROLES)[number];

export interface Principal {
  /** Stable, for logs and rules: `local-operator`, the name in the token file, `import:<mapping>` … */
  name: string;
  /** Roles in the consortium; empty: no part in a referral. */
  roles: Role[];
  /** `Organization/<id>` this caller acts for. */
  organization?: string;
  /** `PractitionerRole/<id>`. */
  practitioner?: string;
  /** SMART v2 scopes, e.g. `system/*.cruds`, `system/Observation.rs`. */
  scopes: string[];
}
