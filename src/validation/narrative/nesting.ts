// What may stand in what: lists in lists, cells in rows, no blocks in lines. The DTD of XHTML 1.0.

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const byName = <T>(values: Record<string, T>): ReadonlyMap<string, T> => new Map(Object.entries(values));

/** Where alone an element may stand. */
const PARENTS: ReadonlyMap<string, ReadonlySet<string>> = byName({
  tr: words('table thead tfoot tbody'),
  thead: words('table'),
  tbody: words('table'),
  tfoot: words('table'),
  caption: words('table'),
  colgroup: words('table'),
  col: words('table colgroup'),
  th: words('tr'),
  td: words('tr'),
  li: words('ul ol'),
  dt: words('dl'),
  dd: words('dl'),
});

/** What alone an element may hold: no text either. */
const CHILDREN: ReadonlyMap<string, ReadonlySet<string>> = byName({
  table: words('tr thead tbody tfoot caption col colgroup'),
  thead: words('tr'),
  tbody: words('tr'),
  tfoot: words('tr'),
  tr: words('td th'),
  ul: words('li'),
  ol: words('li'),
  dl: words('dt dd'),
  map: words('area'),
  br: new Set(),
  hr: new Set(),
  img: new Set(),
  area: new Set(),
  col: new Set(),
});

const LINES = words(
  'p h1 h2 h3 h4 h5 h6 pre address a b em i strong small big sub sup code tt dfn q var abbr acronym cite bdo kbd samp ' +
    'span caption dt',
);
const BLOCKS = words('div pre table ul ol');
const NOT_IN_PARAGRAPH = words('p blockquote');
/** Those for which not only the innermost of the open elements matters. */
const FAR_SEEING = new Set(['a', ...NOT_IN_PARAGRAPH, ...BLOCKS]);

/** What is wrong with an element below those that are open, outermost first; undefined: nothing. */
export function nestingFault(name: string, open: readonly string[]): string | undefined {
  const parent = open[open.length - 1];
  if (parent === undefined) return undefined;
  const parents = PARENTS.get(name);
  if (parents && !parents.has(parent))
    return `has <${name}> in <${parent}>: it belongs into <${[...parents].join('> or <')}>`;
  const children = CHILDREN.get(parent);
  if (children && !children.has(name)) return `has <${name}> in <${parent}>: ${holds(children)}`;
  if (!FAR_SEEING.has(name)) return undefined;
  if (name === 'a' && open.includes('a')) return 'has a link in a link: close the outer one before';
  if (NOT_IN_PARAGRAPH.has(name) && open.includes('p'))
    return `has <${name}> in a paragraph: close <p> before`;
  if (!BLOCKS.has(name)) return undefined;
  const line = open.findLast((outer) => LINES.has(outer));
  return line === undefined ? undefined : `has the block <${name}> in <${line}>: close <${line}> before`;
}

/** The same of text. */
export function textFault(open: readonly string[]): string | undefined {
  const parent = open[open.length - 1];
  const children = parent === undefined ? undefined : CHILDREN.get(parent);
  return children && `has text in <${parent}>: ${holds(children)}`;
}

function holds(children: ReadonlySet<string>): string {
  return children.size === 0 ? 'it holds nothing' : `it holds only <${[...children].join('>, <')}>`;
}
