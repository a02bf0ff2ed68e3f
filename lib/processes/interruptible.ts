/**
 * Does `work` with a signal that an interrupt aborts: Ctrl-C, or the stop button of a notebook. As long as it works, that is all
 * that an interrupt does to this process.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.on("SIGINT", stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off("SIGINT", stop);
  }
}
