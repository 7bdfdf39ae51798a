// A _filter expression as a tree, and back to text. R4 search_filter.html.

export const OPERATORS = [
  'eq',
  'ne',
  'co',
  'sw',
  'ew',
  'gt',
  'lt',
  'ge',
  'le',
  'ap',
  'sa',
  'eb',
  'pr',
  'po',
  'ss',
  'sb',
  'in',
  'ni',
  're',
] as const;
export type Operator = (typeof OPERATORS)[number];

/** One name of a path: `subject`, `subject:Patient`, `relatesTo[code eq replaces]`. */
export interface Step {
  name: string;
  /** The type that a reference leads to, as in a chain. */
  type?: string;
  filter?: Filter;
}

export interface Test {
  kind: 'test';
  path: Step[];
  op: Operator;
  value: string;
  /** Where it stands in the text, from 1, for messages. */
  at: number;
}

export type Filter =
  | Test
  | { kind: 'and' | 'or'; left: Filter; right: Filter }
  | { kind: 'not'; filter: Filter };

/** A value that stands without quotes. */
const BARE = /^[^\s"()[\]]+$/u;

export function formatFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'test':
      return `${filter.path.map(formatStep).join('.')} ${filter.op} ${formatValue(filter.value)}`;
    case 'not':
      return `not (${formatFilter(filter.filter)})`;
    default: {
      // Left to right without precedence: only the right side needs brackets.
      const right = formatFilter(filter.right);
      const isPair = filter.right.kind === 'and' || filter.right.kind === 'or';
      return `${formatFilter(filter.left)} ${filter.kind} ${isPair ? `(${right})` : right}`;
    }
  }
}

function formatStep({ name, type, filter }: Step): string {
  const typed = type === undefined ? name : `${name}:${type}`;
  return filter ? `${typed}[${formatFilter(filter)}]` : typed;
}

function formatValue(value: string): string {
  return BARE.test(value) ? value : JSON.stringify(value);
}
