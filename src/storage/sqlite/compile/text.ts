// _text and _content: judged on the stored text of each resource that everything else leaves over. No index: it would
// cost every write, and two Chinese characters are a word (storage/README.md).

import type { TextPart } from '../../query.ts';
import { raw, sql } from '../sql.ts';
import type { Condition } from './condition.ts';

export function compileText(part: TextPart, phrase: string): Condition {
  return {
    probe: (alias) => {
      const ver = raw(`${alias}.ver`);
      return sql`reads(${ver}, (SELECT v.body FROM versions v WHERE v.ver=${ver}), ${part}, ${phrase})`;
    },
    dear: true,
  };
}
