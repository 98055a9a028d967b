const TIMES = /^(?:\d{2,}:)?\d{2}:\d{2}[.,]\d{3}\s+-->\s/;
const VOICE = /^<v(?:\.[^\s>]{0,40})?\s{1,8}([^\s>][^>]{0,60})>/;
const NAMED = /^(\p{L}[\p{L}\p{N}_ .'-]{0,30})[:：]\s*/u;
const TAGS = /<\/?[a-z0-9][^<>]{0,80}>/gi;

/**
 * The words of captions (WebVTT, SubRip) as the lines of a transcript, a line for each who speaks: a cue that goes on with
 * the words of the one before names the speaker again, which begins no new turn. Times, numbers, notes and styles are left out.
 */
export function wordsOfCaptions(text: string): string {
  const lines: string[] = [];
  let before = '';
  for (const block of text.replace(/^\uFEFF/, '').split(/\r?\n(?:[ \t]*\r?\n)+/)) {
    const parts = block.split(/\r?\n/);
    const times = parts.findIndex((line) => TIMES.test(line));
    if (times === -1) continue;
    for (const part of parts.slice(times + 1)) {
      const voice = VOICE.exec(part)?.[1]?.trim();
      const words = part.replace(TAGS, '').trim();
      const name = voice ?? NAMED.exec(words)?.[1]?.trim();
      const said = voice === undefined ? words.replace(NAMED, '') : words;
      if (name === undefined || name === before) lines.push(said);
      else lines.push(`${name}: ${said}`);
      before = name ?? before;
    }
  }
  return lines.filter((line) => line !== '').join('\n');
}
