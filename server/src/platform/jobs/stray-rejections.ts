/**
 * Rejections that graphile-worker lets go when connections break while its local queue is being released. Nobody can
 * catch them, Node ends the process for them, and they change nothing: the jobs they are about are freed by the sweep
 * for dead workers. Every other rejection that nobody handles still ends the process. Returns how to stop listening.
 */
export function noteStrayRejections(note: (error: Error) => void): () => void {
  const listener = (reason: unknown) => {
    if (!isGraphileWorkers(reason)) throw reason;
    note(reason);
  };
  process.on('unhandledRejection', listener);
  return () => void process.off('unhandledRejection', listener);
}

export function isGraphileWorkers(reason: unknown): reason is Error {
  return reason instanceof Error && /[\\/]node_modules[\\/]graphile-worker[\\/]/.test(reason.stack ?? '');
}
