// Words of one source looked up in that source's own table: a global table would read 0 as male somewhere.

import { rejected } from '../finding.ts';
import type { CellTransform } from './transform.ts';

export const code: CellTransform = {
  outputs: ['display', 'digit'],
  tables: (options) => [String(options.codes)],
  read(cell, options, { codes }) {
    const table = codes.get(String(options.codes))!;
    const found = table.get(cell) ?? table.get(cell.toUpperCase());
    if (found) return { values: { '': found.code, display: found.display, digit: found.digit } };
    const known = [...table.keys()].slice(0, 8).join(', ');
    return {
      values: {},
      remarks: [
        rejected(
          'unknown-word',
          `"${cell}" is not among the words of this source (${known}). Correct the cell, or add the word to codes/${String(options.codes)}.json.`,
        ),
      ],
    };
  },
};
