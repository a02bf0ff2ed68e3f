/**
 * A signal that Ctrl-C (or SIGTERM) aborts: long work stops at its next safe point. A second Ctrl-C ends the program at
 * once.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort();
    });
  return controller.signal;
}
