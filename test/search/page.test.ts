import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FhirError } from '../../src/fhir/error.ts';
import { formatQueryString, parseQueryString } from '../../src/fhir/query-string.ts';
import {
  createPageKey,
  openPage,
  type PageBinding,
  type PageState,
  pageLinks,
  sealPage,
} from '../../src/search/page.ts';

const key = createPageKey(Buffer.alloc(32, 7));
const binding: PageBinding = {
  principal: 'local-operator',
  path: 'Patient',
  parameters: [
    ['name', '张'],
    ['_count', '5'],
  ],
};
const state: PageState = { page: 2, after: '{"rid":17}', total: 12, trail: [null] };
const refusal = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof FhirError) return error.status;
  }
  return 'accepted';
};

describe('a page token', () => {
  it('gives back what it carries', () => {
    expect(openPage(sealPage(state, binding, key), binding, key)).toEqual(state);
  });

  it('is refused with 400 when any character of it is changed, cut off or added', () => {
    const token = sealPage(state, binding, key);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom('A', 'b', '0', '-', '~', ''), (at, sign) => {
        const changed = token.slice(0, at) + sign + token.slice(at + 1);
        if (changed !== token) expect(refusal(() => openPage(changed, binding, key))).toBe(400);
      }),
    );
    for (const wrong of ['', 'x', `${token}A`, `${token}=`, ` ${token}`]) {
      expect(refusal(() => openPage(wrong, binding, key))).toBe(400);
    }
  });

  it('serves no other caller, path, search or server', () => {
    const token = sealPage(state, binding, key);
    expect(refusal(() => openPage(token, { ...binding, principal: 'somebody' }, key))).toBe(400);
    expect(refusal(() => openPage(token, { ...binding, path: 'Observation' }, key))).toBe(400);
    expect(refusal(() => openPage(token, { ...binding, parameters: [['name', '李']] }, key))).toBe(400);
    expect(refusal(() => openPage(token, binding, createPageKey(Buffer.alloc(32, 8))))).toBe(400);
  });
});

describe('the links of a page', () => {
  const linksOf = (given: PageState, next?: string) =>
    Object.fromEntries(
      pageLinks({ baseUrl: 'http://h/fhir', binding, state: given, next, key }).map(({ relation, url }) => [
        relation,
        url,
      ]),
    );
  const open = (url: string) => {
    const parameters = parseQueryString(new URL(url).search.slice(1));
    const token = parameters.find(([name]) => name === '_page')?.[1];
    const others = parameters.filter(([name]) => name !== '_page');
    return token === undefined ? { page: 1 } : openPage(token, { ...binding, parameters: others }, key);
  };

  it('say every parameter that was used', () => {
    const links = linksOf({ page: 1 }, 'c1');
    expect(links.self).toBe('http://h/fhir/Patient?name=%E5%BC%A0&_count=5');
    expect(new URL(links.next!).searchParams.get('name')).toBe('张');
  });

  it('are only self on an answer that fits one page', () => {
    expect(Object.keys(linksOf({ page: 1 }))).toEqual(['self']);
  });

  it('lead to the next page with the total that is known already, and not beyond the last', () => {
    const links = linksOf({ page: 1, total: 12 }, 'c1');
    expect(open(links.next!)).toEqual({ page: 2, after: 'c1', total: 12, trail: [null] });
    expect(linksOf({ page: 2, after: 'c1', trail: [null] }).next).toBeUndefined();
  });

  it('lead back as they led forward', () => {
    const second = open(linksOf({ page: 1 }, 'c1').next!);
    const third = open(linksOf(second, 'c2').next!);
    expect(third).toMatchObject({ page: 3, after: 'c2' });
    const back = open(linksOf(third, 'c3').previous!);
    expect(back).toEqual(second);
    expect(open(linksOf(back, 'c2').previous!)).toEqual({ page: 1 });
  });

  it('keep the way back short however far one walks', () => {
    let at: PageState = { page: 1 };
    for (let page = 2; page < 50; page++) at = open(linksOf(at, `c${page}`).next!);
    expect(at.trail!.length).toBeLessThanOrEqual(5);
    expect(open(linksOf(at, 'x').previous!)).toMatchObject({ page: 48, after: 'c48' });
  });
});

describe('a query string', () => {
  it('survives formatting and parsing, whatever is in it', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ minLength: 1 }), text)), (parameters) => {
        expect(parseQueryString(formatQueryString(parameters))).toEqual(parameters);
      }),
    );
  });

  it('with a broken percent escape is refused with 400', () => {
    expect(refusal(() => parseQueryString('name=%E5%BC'))).toBe(400);
    expect(refusal(() => parseQueryString('name=100%'))).toBe(400);
  });
});
