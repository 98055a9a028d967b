/** Work that gives way between its steps, so that whoever does it can let others have their turn. */
export type Steps<T> = Generator<void, T>;

/** Does it at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Does it with a pause after each step. */
export async function finishWith<T>(steps: Steps<T>, pause: () => Promise<void>): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await pause();
  }
}
