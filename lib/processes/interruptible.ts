/**
 * Does `work` with `signal`, or without one with a signal that an interrupt aborts: Ctrl-C, or the stop button of a notebook. As long as
 * it works so, that is all that an interrupt does to this process.
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  if (signal !== undefined) return work(signal);
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.on("SIGINT", stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off("SIGINT", stop);
  }
}
