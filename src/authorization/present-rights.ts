// The rights of somebody who asked earlier, as they are now: his entry in the tokens file may have changed or gone
// since.

import type { Principal } from './principal.ts';
import type { PresentPrincipals } from './tokens-file.ts';

/** undefined: he has none any more. */
export type PresentRights = (earlier: Principal) => Principal | undefined;

/** Several tokens may carry one name: the one with the same rights counts, otherwise the first. */
export function rightsInTokens(principals: PresentPrincipals): PresentRights {
  return (earlier) => {
    const named = [...principals().values()].filter(({ name }) => name === earlier.name);
    return named.find((one) => sameRights(one, earlier)) ?? named[0];
  };
}

function sameRights(a: Principal, b: Principal): boolean {
  const rights = ({ roles, organization, practitioner, scopes }: Principal) =>
    JSON.stringify([roles, organization, practitioner, scopes]);
  return rights(a) === rights(b);
}
