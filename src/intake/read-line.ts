// One row to named values and findings: cells are cleaned, missing words told apart, transforms applied.

import { normaliseCell, trimCell } from './clean.ts';
import { type Finding, isRejected, type Remark } from './finding.ts';
import type { Row } from './formats/csv.ts';
import type { Header } from './header.ts';
import type { DerivedSpec, Mapping } from './mapping.ts';
import { readAbsent } from './transforms/absent.ts';
import { cellTransforms, rowTransforms } from './transforms/index.ts';
import type {
  CellTransform,
  Options,
  RowInput,
  RowTransform,
  TransformContext,
  Values,
} from './transforms/transform.ts';

export interface LineReading {
  line: number;
  values: Values;
  findings: Finding[];
  rejected: boolean;
}

interface Column {
  name: string;
  nameOf: NameOf;
  /** As the file writes it. */
  header: string;
  position: number;
  transform: CellTransform;
  options: Options;
  filled: boolean;
  unmapped: string | undefined;
}

/** Compiles the reading of rows for one file: its header and parameters are fixed. */
export function compileLineReader(
  mapping: Mapping,
  header: Header,
  parameters: Readonly<Record<string, string>>,
): (row: Row) => LineReading {
  const { document, codes } = mapping;
  const context: TransformContext = { parameters, codes };
  const missing = codes.get(document.missing);
  const columns = columnsOf(mapping, header);
  const width = header.headers.length;
  const derived = derivedOf(document.derived ?? [], columns);

  return (row) => {
    const values: Values = {};
    const findings: Finding[] = [];
    const misplaced = cellCount(row, width);
    if (misplaced) return { line: row.line, values, findings: [misplaced], rejected: true };
    for (const column of columns) {
      const raw = row.cells[column.position] ?? '';
      const trimmed = trimCell(raw);
      if (trimmed !== '') readCell(column, raw, trimmed, values, findings);
      else if (column.filled) findings.push(notFilled(column));
    }
    for (const one of derived) derive(one, values, findings);
    return { line: row.line, values, findings, rejected: isRejected(findings) };
  };

  function readCell(column: Column, raw: string, trimmed: string, values: Values, findings: Finding[]): void {
    const { nameOf, transform } = column;
    values[nameOf('raw')] = raw;
    const folded = normaliseCell(trimmed);
    const absent = readAbsent(folded, missing);
    if (absent) {
      give(values, nameOf, absent);
      if (column.filled) findings.push(notFilled(column));
      return;
    }
    const text = transform.normalise === false ? trimmed : folded;
    if (text !== trimmed) findings.push(fullWidth(column, trimmed, text));
    const { values: read, remarks } = transform.read(text, column.options, context);
    if (give(values, nameOf, read)) values[nameOf('exists')] = true;
    if (column.unmapped !== undefined) findings.push(notMapped(column, trimmed, column.unmapped));
    for (const remark of remarks ?? []) findings.push(placed(remark, column.header, trimmed));
  }

  function derive({ nameOf, transform, from }: Derived, values: Values, findings: Finding[]): void {
    const inputs = new Map<string, RowInput>();
    for (const { role, name, header, nameOf: inputName } of from) {
      inputs.set(role, { header, value: values[name], get: (suffix) => values[inputName(suffix)] });
    }
    const reading = transform.read(inputs, context);
    give(values, nameOf, reading.values);
    if (reading.findings) findings.push(...reading.findings);
  }
}

/** Values by suffix under their full names; true when there was one. */
function give(values: Values, nameOf: NameOf, read: Values): boolean {
  let any = false;
  for (const suffix in read) {
    if (read[suffix] === undefined) continue;
    values[nameOf(suffix)] = read[suffix];
    any = true;
  }
  return any;
}

/** suffix → full name; each name is joined once, not once a line. */
type NameOf = (suffix: string) => string;

function createNames(name: string): NameOf {
  const names = new Map([['', name]]);
  return (suffix) => {
    let full = names.get(suffix);
    if (full === undefined) {
      full = `${name}.${suffix}`;
      names.set(suffix, full);
    }
    return full;
  };
}

interface Derived {
  nameOf: NameOf;
  transform: RowTransform;
  from: { role: string; name: string; header: string; nameOf: NameOf }[];
}

function derivedOf(specs: DerivedSpec[], columns: Column[]): Derived[] {
  const headers = new Map(columns.map(({ name, header }) => [name, header]));
  return specs.map(({ as, transform, from }) => ({
    nameOf: createNames(as),
    transform: rowTransforms.get(transform)!,
    from: Object.entries(from).map(([role, name]) => ({
      role,
      name,
      header: headers.get(name) ?? name,
      nameOf: createNames(name),
    })),
  }));
}

function columnsOf({ columns }: Mapping, header: Header): Column[] {
  return [...columns]
    .filter(([name]) => header.positions.has(name))
    .map(([name, spec]) => {
      const position = header.positions.get(name)!;
      return {
        name,
        nameOf: createNames(name),
        header: header.headers[position]!,
        position,
        transform: cellTransforms.get(spec.transform)!,
        options: spec.options ?? {},
        filled: spec.filled === true,
        unmapped: spec.unmapped,
      };
    });
}

/** Cells too many or too few shift the rest: nothing of such a line can be trusted. Empty ones at the end are none. */
function cellCount({ cells }: Row, width: number): Finding | undefined {
  let used = cells.length;
  while (used > width && cells[used - 1]!.trim() === '') used--;
  if (used === width) return undefined;
  const reason = `The line has ${cells.length} cells, the header ${width}. Look for a missing or a stray separator.`;
  return { kind: 'rejected', rule: 'cell-count', reason };
}

function notFilled({ header }: Column): Finding {
  return {
    kind: 'rejected',
    rule: 'empty-cell',
    column: header,
    before: '',
    reason: `${header} must not be empty.`,
  };
}

function notMapped({ header }: Column, before: string, reason: string): Finding {
  return { kind: 'noted', rule: 'not-mapped', column: header, before, reason };
}

function fullWidth({ header }: Column, before: string, after: string): Finding {
  const reason = 'Full-width characters, dashes or an apostrophe became plain ones.';
  return { kind: 'repaired', rule: 'full-width', column: header, before, after, reason };
}

function placed(remark: Remark, column: string, before: string): Finding {
  return { ...remark, column, before: remark.before ?? before };
}
