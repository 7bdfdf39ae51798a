// Text to GB 18030 bytes, for writing samples as hospitals write them. The platform decodes this encoding but
// does not encode it, so the table is made by decoding every code once.

/** Four-byte codes of the basic plane: 81 30 81 30 to 84 31 A4 39. */
const FOUR_BYTE_LAST = 39_419;

export function createGb18030Encoder(): (text: string) => Uint8Array {
  const table = new Map<string, number[]>();
  const decoder = new TextDecoder('gb18030');
  const add = (bytes: number[]) => {
    const text = decoder.decode(Uint8Array.from(bytes));
    if ([...text].length === 1 && text !== '\uFFFD' && !table.has(text)) table.set(text, bytes);
  };
  for (let byte = 0; byte < 0x80; byte++) add([byte]);
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) add([lead, trail]);
  }
  for (let n = 0; n <= FOUR_BYTE_LAST; n++) {
    add([
      0x81 + Math.floor(n / 12_600),
      0x30 + (Math.floor(n / 1260) % 10),
      0x81 + (Math.floor(n / 10) % 126),
      0x30 + (n % 10),
    ]);
  }
  return (text) => {
    const bytes: number[] = [];
    for (const character of text) {
      const code = table.get(character);
      if (!code) throw new Error(`${character} is not in the basic plane of GB 18030.`);
      bytes.push(...code);
    }
    return Uint8Array.from(bytes);
  };
}
