import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pretty } from '../../../src/fhir/json/pretty.ts';
import { compact } from '../../../src/fhir/json/scan.ts';
import { spansOf, splice } from '../../../src/fhir/json/splice.ts';
import { joinText, storedText } from '../../../src/fhir/json/stored-text.ts';

const objects = fc
  .dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }))
  .filter((o) => !JSON.stringify(o).includes('__proto__'));

describe('editing JSON text', () => {
  it('replaces the value at a path and nothing else', () => {
    const text = '{"a": 1.50, "b": [ {"c":"x"}, {"c":"y\\"]"} ], "d": 1e2}';
    const [span] = spansOf(text, [['b', 1, 'c']]);
    expect(splice(text, [{ ...span!, text: '"z"' }])).toBe(
      '{"a": 1.50, "b": [ {"c":"x"}, {"c":"z"} ], "d": 1e2}',
    );
  });

  it('finds nothing where nothing stands', () => {
    expect(spansOf('{"a":[1]}', [['a', 1], ['b'], ['a', 'x'], []])).toEqual([
      undefined,
      undefined,
      undefined,
      { start: 0, end: 9 },
    ]);
  });

  it('finds every path of any document', () => {
    fc.assert(
      fc.property(objects, (value) => {
        const text = JSON.stringify(value);
        const paths: (string | number)[][] = [];
        const walk = (node: unknown, path: (string | number)[]): void => {
          paths.push(path);
          if (Array.isArray(node)) {
            node.forEach((item, i) => {
              walk(item, [...path, i]);
            });
          } else if (node && typeof node === 'object') {
            for (const [name, item] of Object.entries(node)) walk(item, [...path, name]);
          }
        };
        walk(value, []);
        const values = spansOf(text, paths).map((span) => JSON.parse(text.slice(span!.start, span!.end)));
        expect(values).toEqual(
          paths.map((path) =>
            path.reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], JSON.parse(text)),
          ),
        );
      }),
    );
  });

  it('takes out whitespace, and puts it in again, without changing the value', () => {
    fc.assert(
      fc.property(objects, (value) => {
        const text = JSON.stringify(value);
        expect(compact(JSON.stringify(value, null, 3))).toBe(text);
        expect(compact(pretty(text))).toBe(text);
      }),
    );
  });

  it('prints for people as JSON.stringify does', () => {
    const text = '{"a":[],"b":{},"c":[1,{"d":"x,y"}]}';
    expect(pretty(text)).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  });
});

describe('the text that is stored', () => {
  const stamp = (text: string, id: string) =>
    joinText(storedText(text, id), 7, '2026-11-25T22:31:05.123+08:00');

  it('gets id and meta when it has none', () => {
    expect(stamp('{"resourceType":"Patient","active":true}', 'p1')).toBe(
      '{"resourceType":"Patient","id":"p1","meta":{"versionId":"7","lastUpdated":"2026-11-25T22:31:05.123+08:00"},"active":true}',
    );
  });

  it('keeps the other members of meta and drops what the server says itself', () => {
    expect(
      stamp(
        '{"resourceType":"Patient","meta":{"versionId":"x","source":"urn:a","lastUpdated":"y","tag":[{"code":"t"}]},"id":"old"}',
        'p1',
      ),
    ).toBe(
      '{"resourceType":"Patient","meta":{"versionId":"7","lastUpdated":"2026-11-25T22:31:05.123+08:00","source":"urn:a","tag":[{"code":"t"}]},"id":"p1"}',
    );
  });

  it('changes id and meta alone, wherever they stand', () => {
    const meta = fc.option(
      fc.dictionary(fc.constantFrom('versionId', 'lastUpdated', 'tag', 'source'), fc.string()),
      { nil: undefined },
    );
    const names = fc.shuffledSubarray(['resourceType', 'id', 'meta', 'a', 'b'], { minLength: 2 });
    fc.assert(
      fc.property(names, meta, fc.string(), (order, given, id) => {
        const all = { resourceType: 'Basic', id: 'old', meta: given ?? {}, a: ['"meta":{'], b: { id: 'x' } };
        const present = order.includes('resourceType') ? order : ['resourceType', ...order];
        const text = JSON.stringify(
          Object.fromEntries(present.map((name) => [name, all[name as keyof typeof all]])),
        );
        const { meta: stamped, ...rest } = JSON.parse(stamp(text, id)) as Record<string, unknown>;
        const { meta: before, ...expected } = JSON.parse(text) as Record<string, unknown>;
        expect(rest).toEqual({ ...expected, id });
        expect(stamped).toEqual({
          ...(before as object),
          versionId: '7',
          lastUpdated: '2026-11-25T22:31:05.123+08:00',
        });
      }),
    );
  });

  it('keeps digits, order and escapes of everything else', () => {
    const text = '{"x":1.50,"resourceType":"Basic","y":"\\u5f20","z":12345678901234567890}';
    expect(stamp(text, 'a')).toBe(
      '{"x":1.50,"resourceType":"Basic","id":"a","meta":{"versionId":"7","lastUpdated":"2026-11-25T22:31:05.123+08:00"},"y":"\\u5f20","z":12345678901234567890}',
    );
  });
});
