// The calls beside the log: cells and leases. None of them spends a number.

import type { Calls } from './messages.ts';
import type { Work } from './work.ts';

export function writeCell({ connection }: Work, ask: Calls['cell']['ask']): boolean {
  const { run } = connection.statements;
  const { name, value, expected } = ask;
  const done =
    expected === undefined
      ? run('INSERT OR IGNORE INTO cells (name, value) VALUES (?, ?)').run(name, value)
      : run('UPDATE cells SET value=? WHERE name=+? AND value=+?').run(value, name, expected);
  return done.changes === 1;
}

export function takeLease({ connection }: Work, ask: Calls['lease']['ask']): boolean {
  const { name, holder, ttlMs, now, renew } = ask;
  const { rows, run } = connection.statements;
  const held = rows('SELECT holder, until FROM leases WHERE name=+?').get(name) as
    | [string, number]
    | undefined;
  const mine = held?.[0] === holder;
  if (renew ? !mine : held && !mine && held[1] > now) return false;
  run('INSERT OR REPLACE INTO leases (name, holder, until) VALUES (?, ?, ?)').run(name, holder, now + ttlMs);
  return true;
}

export function releaseLease({ connection }: Work, { name, holder }: Calls['release']['ask']): undefined {
  connection.statements.run('DELETE FROM leases WHERE name=+? AND holder=+?').run(name, holder);
}
