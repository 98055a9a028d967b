/**
 * A pattern of paths as a regular expression: `*` within a folder, `**` over folders, `?`, `[0-9]` and `{a,b}`. A name
 * without a pattern stands for itself, and a folder for all that lies in it. Patterns are bounded, so matching is too.
 */
export function matchesGlob(name: string, glob: string): boolean {
  const pattern = glob.replace(/^\.\//, '').slice(0, GLOB_CHARS_MAX);
  if ((pattern.match(/\*+/g)?.length ?? 0) > STARS_MAX) return false;
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] ?? '';
    if (pattern.startsWith('**/', i)) {
      source += '(?:[^/]+/)*';
      i += 2;
    } else if (pattern.startsWith('**', i)) {
      source += '.*';
      i += 1;
    } else if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else if (char === '{') source += '(?:';
    else if (char === '}') source += ')';
    else if (char === ',' && pattern.lastIndexOf('{', i) > pattern.lastIndexOf('}', i)) source += '|';
    else if (char === '[' || char === ']' || char === '-') source += char;
    else source += char.replace(/[.+^$()|\\]/g, '\\$&');
  }
  try {
    return new RegExp(`^${source}(?:/.*)?$`, 'u').test(name);
  } catch {
    return false;
  }
}

const GLOB_CHARS_MAX = 300;
const STARS_MAX = 6;
