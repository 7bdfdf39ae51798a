// Lines and columns of issues in the text that was sent. Asked only when there are issues.

import type { Issue } from '../issue.ts';
import { createJsonPlaces } from './json-places.ts';
import { stepsOf } from './path.ts';
import { createXmlPlaces } from './xml-places.ts';

/** A text as it was sent. */
export interface Source {
  format: 'json' | 'xml';
  /** Decodes it, when it is asked for. */
  text(): string;
}

/** The same issues with line and column, 1-based; `within` is the way to what the expressions begin at. */
export function withPlaces(issues: readonly Issue[], source: Source | undefined, within = ''): Issue[] {
  if (!source || !issues.some(isPlaceable)) return [...issues];
  const text = source.text();
  const find = source.format === 'json' ? createJsonPlaces(text) : createXmlPlaces(text);
  const lines = lineStarts(text);
  const base = stepsOf(within);
  return issues.map((issue) => {
    if (!isPlaceable(issue)) return issue;
    const offset = find([...base, ...stepsOf(issue.expression!)]);
    const line = lineOf(offset, lines);
    return { ...issue, line, column: offset - lines[line - 1]! + 1 };
  });
}

function isPlaceable({ expression, line }: Issue): boolean {
  return expression !== undefined && line === undefined;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The last line that begins at or before the offset. */
function lineOf(offset: number, starts: readonly number[]): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
