// The parts right below the div of a narrative.

export interface Part {
  /** Undefined for text. */
  name: string | undefined;
  attributes: ReadonlyMap<string, string>;
  /** Text, or a picture, in it. */
  hasContent: boolean;
}

const TOKEN = /<!--[\s\S]*?-->|<(\/?)([a-zA-Z][\w:.-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>|[^<]+/g;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const NONE: ReadonlyMap<string, string> = new Map();

/** Of a narrative that is well-formed; what is not was told already. */
export function partsOf(div: string): Part[] {
  const parts: Part[] = [];
  let depth = 0;
  for (const [token, closes, name, attributes = ''] of div.matchAll(TOKEN)) {
    if (token.startsWith('<!--')) continue;
    if (name === undefined) {
      if (token.trim() === '') continue;
      if (depth === 1) parts.push({ name: undefined, attributes: NONE, hasContent: true });
      else if (depth > 1) parts[parts.length - 1]!.hasContent = true;
    } else if (closes === '/') depth--;
    else {
      if (depth === 1) parts.push({ name, attributes: read(attributes), hasContent: name === 'img' });
      else if (depth > 1 && name === 'img') parts[parts.length - 1]!.hasContent = true;
      if (!attributes.endsWith('/')) depth++;
    }
  }
  return parts;
}

function read(attributes: string): ReadonlyMap<string, string> {
  return new Map(
    [...attributes.matchAll(ATTRIBUTE)].map(([, name = '', double, single]) => [
      name,
      double ?? single ?? '',
    ]),
  );
}
