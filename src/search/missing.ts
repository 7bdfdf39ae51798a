// :missing: there is no value of a parameter, wherever its facts are kept. R4 search.html#modifiers.

import type { Where } from '../storage/query.ts';
import { allOf } from './where.ts';

/** A concept that is text only, or a reference by identifier, is a value too. */
export function missing(type: string, stored: readonly { param: string; targets?: string[] }[]): Where {
  const also = type === 'token' ? ':text' : type === 'reference' ? ':identifier' : undefined;
  return allOf(
    stored.flatMap(({ param, targets }): Where[] => {
      const plain: Where = targets ? { kind: 'missing', param, targets } : { kind: 'missing', param };
      return also === undefined ? [plain] : [plain, { kind: 'missing', param: param + also }];
    }),
  );
}
