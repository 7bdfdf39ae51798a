// Resources of any type made from the model of the types, with what trees of examples rarely hold together: decimals
// with zeros, primitives with ids and extensions only, gaps in lists, contained resources, narratives.

import fc from 'fast-check';
import { type ElementShape, jsonName, type TypeModel } from '../../../src/fhir/elements.ts';

type Content = Record<string, unknown>;
/** A number whose digits matter: JSON text is made by hand, see `jsonText`. */
export class Digits {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

const words = fc.oneof(
  fc.constantFrom(
    '张小禾',
    '右眼',
    'a & b',
    '<1.0 "x"',
    "it's",
    'two\nlines\tand\r\nmore',
    ' edge ',
    '👁️',
    ']]>',
    '0',
  ),
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
);
const decimals = fc.constantFrom(
  '1.50',
  '-0.25',
  '0',
  '0.0',
  '1E3',
  '-5.0e-2',
  '12345678901234567890.10',
  '7',
  '-0',
);
const integers = fc.constantFrom('0', '1', '42', '-7', '2147483647');
const narratives = fc.constantFrom(
  '<div xmlns="http://www.w3.org/1999/xhtml">视力 &lt; 4.9 &amp; falling</div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"  lang=\'zh\'><p>a<br/>b</p><!-- kept -->\n <b>&#160;</b></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><table><tr><td title="a&quot;b">1</td></tr></table>]]&gt;</div>',
);
const ids = fc.stringMatching(/^[A-Za-z0-9.-]{1,12}$/);

/** One with `Extension`, `contained` and everything else that the type has, chosen at random. */
export function resources(type: string, model: TypeModel): fc.Arbitrary<Content> {
  return content(type, model, 3).map((rest) => ({ resourceType: type, ...rest }));
}

function content(type: string, model: TypeModel, depth: number): fc.Arbitrary<Content> {
  const shapes = [...model.elements(type)!.values()].filter((shape) => depth > 0 || isLeaf(shape, model));
  return fc
    .subarray(shapes, { maxLength: Math.min(5, shapes.length) })
    .chain((chosen) => fc.tuple(...chosen.map((shape) => member(shape, type, model, depth))))
    .map((parts) => Object.assign({}, ...parts) as Content);
}

function isLeaf(shape: ElementShape, model: TypeModel): boolean {
  return model.kind(shape.types[0]!) === 'primitive';
}

function member(shape: ElementShape, owner: string, model: TypeModel, depth: number): fc.Arbitrary<Content> {
  return fc.constantFrom(...shape.types).chain((type): fc.Arbitrary<Content> => {
    const name = jsonName(shape, type);
    const kind = model.kind(type);
    const isAttribute =
      type === 'xhtml' ||
      (name === 'id' && model.kind(owner) !== 'resource') ||
      (name === 'url' && owner === 'Extension');
    if (kind === 'primitive') {
      if (isAttribute) return primitive(type).map((value) => ({ [name]: value }));
      return primitives(name, type, shape.max > 1, model, depth);
    }
    const one =
      kind === 'resource'
        ? fc.constantFrom('Basic', 'Patient', 'Observation').chain((inner) => resources(inner, model))
        : content(type, model, depth - 1);
    const full = one.filter((value) => Object.keys(value).length > 0);
    return shape.max > 1
      ? fc.array(full, { minLength: 1, maxLength: 2 }).map((list) => ({ [name]: list }))
      : full.map((value) => ({ [name]: value }));
  });
}

function primitives(
  name: string,
  type: string,
  isList: boolean,
  model: TypeModel,
  depth: number,
): fc.Arbitrary<Content> {
  const extra = fc.record(
    {
      id: ids,
      extension: fc.array(extension(model, depth), { minLength: 1, maxLength: 2 }),
    },
    { requiredKeys: [] },
  );
  const one = fc
    .tuple(fc.option(primitive(type), { nil: null }), fc.option(extra, { nil: null, freq: 2 }))
    .map(([value, more]) => [value, more && Object.keys(more).length > 0 ? more : null] as const)
    .filter(([value, more]) => value !== null || more !== null);
  const gather = (list: readonly (readonly [unknown, unknown])[]): Content => {
    const [values, extras] = [list.map(([value]) => value), list.map(([, more]) => more)];
    return {
      ...(values.some((value) => value !== null) && { [name]: isList ? values : values[0] }),
      ...(extras.some((more) => more !== null) && { [`_${name}`]: isList ? extras : extras[0] }),
    };
  };
  return isList
    ? fc.array(one, { minLength: 1, maxLength: 3 }).map(gather)
    : one.map((single) => gather([single]));
}

function extension(model: TypeModel, depth: number): fc.Arbitrary<Content> {
  if (depth <= 0) return fc.constant({ url: 'http://example.org/x', valueCode: 'c' });
  return content('Extension', model, depth - 1).map((rest) => ({
    ...rest,
    url: 'http://example.org/a?b=1&c',
  }));
}

function primitive(type: string): fc.Arbitrary<unknown> {
  if (type === 'xhtml') return narratives;
  if (type === 'boolean') return fc.boolean();
  if (type === 'decimal') return decimals.map((source) => new Digits(source));
  if (/^(integer|unsignedInt|positiveInt)$/.test(type)) return integers.map((source) => new Digits(source));
  if (type === 'id') return ids;
  return words;
}

export function jsonText(value: unknown): string {
  if (value instanceof Digits) return value.source;
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([name, member]) => `${JSON.stringify(name)}:${jsonText(member)}`)
      .join(',')}}`;
  }
  return JSON.stringify(value);
}
