// Indented JSON for people (`_pretty`), made from text so that digits stay as they are.

/** `text` is compact JSON. */
export function pretty(text: string): string {
  let result = '';
  let indent = '\n';
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === '"') {
      const start = i;
      for (i++; text[i] !== '"'; i++) if (text[i] === '\\') i++;
      result += text.slice(start, i + 1);
    } else if (c === '{' || c === '[') {
      if (text[i + 1] === '}' || text[i + 1] === ']') {
        result += c + text[++i];
      } else {
        indent += '  ';
        result += c + indent;
      }
    } else if (c === '}' || c === ']') {
      indent = indent.slice(0, -2);
      result += indent + c;
    } else if (c === ',') result += c + indent;
    else if (c === ':') result += ': ';
    else result += c;
  }
  return `${result}\n`;
}
