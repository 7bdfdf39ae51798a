// Transaction Bundles of PUTs with fixed ids, as one text; and what the server says to them. R4 http.html#transaction.

import { NumberSources } from '../fhir/json/numbers.ts';
import type { JsonObject, Resource } from '../fhir/json/tree.ts';
import type { IntakeAnswer, IntakeRequest, Submit } from './submit.ts';

export interface BundlePart {
  /** `Patient/k…` */
  reference: string;
  resource: Resource;
  text: string;
  numbers: NumberSources;
}

/** All or none. The digits of decimals go along. */
export function transactionOf(parts: readonly BundlePart[]): IntakeRequest {
  const numbers = new NumberSources();
  const entries: JsonObject[] = [];
  const texts: string[] = [];
  for (const { reference, resource, text, numbers: own } of parts) {
    numbers.addAll(own);
    entries.push({ resource, request: { method: 'PUT', url: reference } });
    texts.push(`{"resource":${text},"request":{"method":"PUT","url":${JSON.stringify(reference)}}}`);
  }
  return {
    method: 'POST',
    path: '',
    body: {
      resource: { resourceType: 'Bundle', type: 'transaction', entry: entries },
      text: `{"resourceType":"Bundle","type":"transaction","entry":[${texts.join(',')}]}`,
      numbers,
    },
  };
}

/** Another writer was quicker: at once again. The server is busy: after a while. */
const AGAIN = new Map([
  [409, 0],
  [412, 0],
  [429, 500],
  [503, 500],
]);
const TRIES = 3;

export async function submitAgain(submit: Submit, request: IntakeRequest): Promise<IntakeAnswer> {
  for (let tries = 1; ; tries++) {
    const answer = await submit(request);
    const waitMs = AGAIN.get(answer.status);
    if (waitMs === undefined || tries === TRIES) return answer;
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs * tries));
  }
}

/** What an OperationOutcome says, in one sentence or a few. */
export function outcomeSentences(answer: IntakeAnswer): string {
  const issues = (answer.body?.issue ?? []) as JsonObject[];
  const said = issues
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ diagnostics, expression }) => {
      const place = Array.isArray(expression) ? ` (${String(expression[0])})` : '';
      return `${String(diagnostics ?? 'no reason given')}${place}`;
    });
  return said.slice(0, 3).join(' ') || `The server answered ${answer.status}.`;
}
