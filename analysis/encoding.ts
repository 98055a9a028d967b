/** Characters of Windows-1252 in the places 0x80 to 0x9F, which Latin-1 has no letters for. */
const CP1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const BYTES = new Map([...CP1252].map((char, i) => [char, 0x80 + i]));

/** A first byte of UTF-8 read as Windows-1252, with as many bytes that go on as it asks for. */
const MORE = '[\\u0080-¿€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŽžŸ]';
const SUSPECT = new RegExp(`[Â-ß]${MORE}|[à-ï]${MORE}{2}|[ð-ô]${MORE}{3}`, 'gu');

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Undoes UTF-8 that was read as Windows-1252 ("CafÃ©", "donâ€™t"), once or twice over. Only runs whose bytes are whole
 * UTF-8 are changed, so text that merely has such letters stays.
 */
export function repairEncoding(text: string): string {
  let repaired = text;
  for (let pass = 0; pass < 2; pass++) {
    const next = repaired.replace(SUSPECT, (run) => {
      const bytes = [...run].map((char) => BYTES.get(char) ?? char.codePointAt(0) ?? 0x100);
      if (bytes.some((byte) => byte > 0xff)) return run;
      try {
        return decoder.decode(Uint8Array.from(bytes));
      } catch {
        return run;
      }
    });
    if (next === repaired) break;
    repaired = next;
  }
  return repaired;
}
