// DELETE [type]?criteria: deletes what fits, one or, where configured, several at once. R4 http.html#3.1.0.7.1.

import { authorize } from '../authorization/policy.ts';
import { fhirError } from '../fhir/error.ts';
import { criteriaOf, findAll } from './conditional.ts';
import type { Context } from './context.ts';
import { planDelete } from './delete.ts';
import type { Plan } from './plan.ts';
import type { FhirRequest } from './request.ts';
import type { View } from './view.ts';

/** No plan when nothing fits. Throws 412 when more fit than may be deleted at once. */
export async function planConditionalDelete(
  request: FhirRequest,
  type: string,
  view: View,
  context: Context,
): Promise<Plan[]> {
  authorize(context.principal, 'delete', type);
  const { conditionalDelete, conditionalDeleteMax } = context.settings;
  const most = conditionalDelete === 'multiple' ? conditionalDeleteMax : 1;
  const { keys, expect } = await findAll(
    type,
    criteriaOf(request),
    'A conditional delete',
    view,
    context,
    most,
  );
  if (keys.length > most) {
    throw fhirError(
      'precondition-failed',
      `The criteria find ${keys.length} ${type} or more, and at most ${most} may be deleted at once. Make them narrower.`,
      { code: 'multiple-matches' },
    );
  }
  const plans = await Promise.all(keys.map((key) => planDelete(request, key, view, context)));
  return plans.map((plan) => ({ ...plan, expects: [...plan.expects, expect] }));
}
