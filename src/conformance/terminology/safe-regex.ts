// Regular expressions of value set filters, matched in time that grows with the length of the code alone: whoever
// wrote a value set cannot stop the server. A state machine without backtracking (Thompson, 1968).
// Understood: literals, `.`, classes, \d \w \s, groups, `|`, `*`, `+`, `?`, `{n,m}`. All of the code must match.

type Fits = (char: string) => boolean;

/** A step of the machine: consumes a character that fits, or leads on without one. */
interface State {
  fits?: Fits;
  next: State[];
}

interface Part {
  start: State;
  end: State;
}

const STATES_MAX = 5_000;
const DEPTH_MAX = 50;
const CLASSES: Readonly<Record<string, string>> = { d: '[0-9]', w: '[A-Za-z0-9_]', s: '\\s' };
const CONTROL: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f', v: '\v' };

/** undefined: the expression is not understood, or grows too large. */
export function compileRegex(pattern: string): ((text: string) => boolean) | undefined {
  try {
    const { start, end } = new RegexReader(pattern).read();
    return (text) => matches(start, end, text);
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

class NotUnderstood extends Error {}

function matches(start: State, end: State, text: string): boolean {
  let at = reach([start]);
  for (const char of text) {
    at = reach([...at].flatMap((state) => (state.fits?.(char) ? state.next : [])));
    if (at.size === 0) return false;
  }
  return at.has(end);
}

/** All that can be reached without a character. */
function reach(states: State[]): Set<State> {
  const found = new Set<State>();
  for (let next = states.pop(); next; next = states.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    if (!next.fits) states.push(...next.next);
  }
  return found;
}

class RegexReader {
  private readonly chars: string[];
  private at = 0;
  private states = 0;
  private depth = 0;

  constructor(pattern: string) {
    this.chars = [...pattern.replace(/^\^/, '').replace(/(?<!\\)\$$/, '')];
  }

  read(): Part {
    const whole = this.alternatives();
    if (this.at < this.chars.length) throw new NotUnderstood();
    return whole;
  }

  private state(fits?: Fits): State {
    if (++this.states > STATES_MAX) throw new NotUnderstood();
    return { ...(fits && { fits }), next: [] };
  }

  private alternatives(): Part {
    if (++this.depth > DEPTH_MAX) throw new NotUnderstood();
    const [start, end] = [this.state(), this.state()];
    do {
      const part = this.sequence();
      start.next.push(part.start);
      part.end.next.push(end);
    } while (this.take('|'));
    this.depth--;
    return { start, end };
  }

  private sequence(): Part {
    const start = this.state();
    let end = start;
    while (this.at < this.chars.length && this.chars[this.at] !== '|' && this.chars[this.at] !== ')') {
      const part = this.repeated();
      end.next.push(part.start);
      end = part.end;
    }
    return { start, end };
  }

  /** Each repetition is read anew from the pattern, so that every one has states of its own. */
  private repeated(): Part {
    const from = this.at;
    let part = this.atom();
    const [min, max] = this.quantity();
    if (min === 1 && max === 1) return part;
    const after = this.at;
    const again = (): Part => {
      this.at = from;
      const copy = this.atom();
      this.at = after;
      return copy;
    };
    const [start, end] = [this.state(), this.state()];
    let last = start;
    for (let i = 0; i < min; i++) {
      if (i > 0) part = again();
      last.next.push(part.start);
      last = part.end;
    }
    if (max === Number.POSITIVE_INFINITY) {
      const loop = again();
      last.next.push(loop.start, end);
      loop.end.next.push(loop.start, end);
    } else {
      for (let i = min; i < max; i++) {
        const copy = again();
        last.next.push(copy.start, end);
        last = copy.end;
      }
      last.next.push(end);
    }
    return { start, end };
  }

  private quantity(): [number, number] {
    let found: [number, number] = [1, 1];
    if (this.take('*')) found = [0, Number.POSITIVE_INFINITY];
    else if (this.take('+')) found = [1, Number.POSITIVE_INFINITY];
    else if (this.take('?')) found = [0, 1];
    else if (this.chars[this.at] === '{') {
      const close = this.chars.indexOf('}', this.at);
      const written = /^(\d{1,4})(,(\d{0,4}))?$/.exec(this.chars.slice(this.at + 1, close).join(''));
      if (!written) throw new NotUnderstood();
      this.at = close + 1;
      const min = Number(written[1]);
      const max = written[2] === undefined ? min : written[3] ? Number(written[3]) : Number.POSITIVE_INFINITY;
      if (max < min) throw new NotUnderstood();
      found = [min, max];
    }
    // Greedy or not, the whole text decides.
    this.take('?');
    if (/[*+?{]/.test(this.chars[this.at] ?? '')) throw new NotUnderstood();
    return found;
  }

  private atom(): Part {
    const char = this.chars[this.at++];
    if (char === '(') {
      if (this.take('?') && !this.take(':')) throw new NotUnderstood();
      const inner = this.alternatives();
      if (!this.take(')')) throw new NotUnderstood();
      return inner;
    }
    if (char === undefined || /[*+?{}^$\])]/.test(char)) throw new NotUnderstood();
    const fits = char === '.' ? () => true : char === '[' ? this.charClass() : this.literal(char);
    const [start, end] = [this.state(fits), this.state()];
    start.next.push(end);
    return { start, end };
  }

  private literal(char: string): Fits {
    if (char !== '\\') return (other) => other === char;
    const escaped = this.chars[this.at++];
    if (escaped === undefined) throw new NotUnderstood();
    const named = CLASSES[escaped.toLowerCase()];
    if (named) return charTest(named, escaped !== escaped.toLowerCase());
    const control = CONTROL[escaped];
    // A letter or a digit would mean something: a look around, a group of before.
    if (control === undefined && /[A-Za-z0-9]/.test(escaped)) throw new NotUnderstood();
    return (other) => other === (control ?? escaped);
  }

  /** One character against a class cannot run long: the engine's own classes are used. */
  private charClass(): Fits {
    let text = '';
    for (let char = this.chars[this.at++]; char !== ']'; char = this.chars[this.at++]) {
      if (char === undefined) throw new NotUnderstood();
      text += char === '[' ? '\\[' : char;
      if (char === '\\') text += this.chars[this.at++] ?? '';
    }
    return charTest(`[${text}]`, false);
  }

  private take(char: string): boolean {
    if (this.chars[this.at] !== char) return false;
    this.at++;
    return true;
  }
}

function charTest(source: string, not: boolean): Fits {
  let test: RegExp;
  try {
    test = new RegExp(`^${source}$`, 'u');
  } catch {
    throw new NotUnderstood();
  }
  return (char) => test.test(char) !== not;
}
