// Requests that are answered later, as the front desk knows them; src/jobs keeps and does them. R4 async.html.

import type { Principal } from '../authorization/principal.ts';
import type { FhirRequest, FhirResponse } from './request.ts';

export type JobState =
  | { state: 'under-way'; progress: string; retryAfterS: number }
  /** `expires`: when the result is thrown away, milliseconds. */
  | { state: 'done'; answer: FhirResponse; expires: number };

export interface Jobs {
  /** The id of the new job; durable when it resolves. Throws 429 when too many wait. */
  start(request: FhirRequest, principal: Principal): Promise<string>;
  /** undefined: this caller has no such job. */
  find(id: string, principal: Principal): Promise<JobState | undefined>;
  /** Ends the job and throws its result away; false: this caller has no such job. */
  cancel(id: string, principal: Principal): Promise<boolean>;
}
