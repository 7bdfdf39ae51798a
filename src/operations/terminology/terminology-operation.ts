// What the operations on codes have in common: they change nothing, and what a set or a system says against itself
// is told as a failure of the operation.

import type { Operation } from '../../interactions/context.ts';
import type { FhirResponse } from '../../interactions/request.ts';
import { operationFailure } from './failures.ts';

type Run = (...asked: Parameters<Operation['run']>) => FhirResponse | Promise<FhirResponse>;

export function terminologyOperation(given: {
  name: string;
  types: string[];
  levels?: Operation['levels'];
  run: Run;
}): Operation {
  return {
    levels: ['type', 'instance'],
    ...given,
    affectsState: false,
    async run(...asked) {
      try {
        return await given.run(...asked);
      } catch (error) {
        throw operationFailure(error);
      }
    },
  };
}
