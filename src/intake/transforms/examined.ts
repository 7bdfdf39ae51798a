// Whether anything was measured in a sitting, and if not, why: a child who was not examined is visible too.

import { reasonConcept } from './absent.ts';
import type { RowInput, RowTransform, Value } from './transform.ts';

/** Said by the strongest cell: a refusal tells more than a blank. */
const STRENGTH = ['asked-declined', 'error', 'not-performed', 'unknown'];
const NOT_PERFORMED = reasonConcept({ reason: 'not-performed', code: 'not-done' });

/** Takes any number of inputs: refractions and acuity columns. */
export const examined: RowTransform = {
  outputs: ['absentReason'],
  roles: [],
  read(from) {
    const inputs = [...from.values()];
    if (inputs.some(hasResult)) return { values: {} };
    return { values: { absentReason: strongest(inputs) ?? NOT_PERFORMED } };
  },
};

function hasResult(input: RowInput): boolean {
  return input.value !== undefined || input.get('measured') === true || input.get('category') !== undefined;
}

function strongest(inputs: RowInput[]): Value {
  let best: Value;
  let rank = STRENGTH.length;
  for (const input of inputs) {
    const reason = input.get('absentReason');
    if (reason === undefined) continue;
    // Of an eye only the concept is known; of a column also the code.
    const at = STRENGTH.indexOf(String(input.get('absent') ?? 'error'));
    if (at >= 0 && at < rank) {
      rank = at;
      best = reason;
    }
  }
  return rank < STRENGTH.indexOf('unknown') ? best : undefined;
}
