// Pages of searches and histories: the token that came with the request, the links that go with the answer.

import type { BundleLink } from '../fhir/bundle.ts';
import type { Parameter } from '../fhir/query-string.ts';
import { openPage, PAGE_PARAMETER, type PageBinding, type PageState, pageLinks } from '../search/page.ts';
import type { Cursor } from '../storage/query.ts';
import type { Context } from './context.ts';

export interface Paging {
  state: PageState;
  links(state: PageState, next: Cursor | undefined): BundleLink[];
}

/** `used`: the parameters as understood. Throws 400 for a token that does not fit them. */
export function paging(
  path: string,
  used: readonly Parameter[],
  query: readonly Parameter[],
  context: Context,
): Paging {
  const binding: PageBinding = { principal: context.principal.name, path, parameters: used };
  const token = query.find(([name]) => name === PAGE_PARAMETER)?.[1];
  const key = context.pageKey;
  return {
    state: token === undefined ? { page: 1 } : openPage(token, binding, key),
    links: (state, next) => pageLinks({ baseUrl: context.settings.baseUrl, binding, state, next, key }),
  };
}
