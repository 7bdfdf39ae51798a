// Numbers a person can read out: <unit>-<yymmdd>-<nnn>-<check>, with the check character of GB 32100.

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** `QBWY`, `210521`, 2 → `QBWY-210521-002-B` */
export function requisitionNumber(unit: string, day: string, n: number): string {
  const body = `${unit}-${day}-${String(n).padStart(3, '0')}`;
  return `${body}-${checkCharacter(body.replaceAll('-', ''))}`;
}

function checkCharacter(text: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of text) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (sum % 31)) % 31]!;
}
