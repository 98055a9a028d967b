/** Parses strict JSON. The reason never holds the text: the engine's own message is cut to what it says of the place. */
export function parseJson(text: string, depthMax: number): { value: unknown } | { reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const place = /at position (\d+)/.exec(message)?.[1];
    if (place !== undefined) return { reason: `not valid JSON at character ${Number(place) + 1}` };
    return { reason: message.includes('end of JSON') ? 'not valid JSON: it ends too early' : 'not valid JSON' };
  }
  return deeperThan(value, depthMax) ? { reason: `nested deeper than ${depthMax} levels` } : { value };
}

/** Iterative: a value may be nested deeper than the stack. */
function deeperThan(value: unknown, depthMax: number): boolean {
  const stack: [unknown, number][] = [[value, 1]];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const [inner, depth] = top;
    if (inner === null || typeof inner !== 'object') continue;
    if (depth > depthMax) return true;
    for (const child of Object.values(inner)) stack.push([child, depth + 1]);
  }
  return false;
}
