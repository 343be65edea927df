import { ProblemError } from '../../platform/problem-error.js';

/** How long until a batch that runs is asked for again. */
const pauseMs = 1_000;

/**
 * Asks for something that runs until it rests, and shows each answer. A connection that fails for a moment is no end. Gives how
 * to stop.
 */
export function followBatch<Batch>(
  read: () => Promise<Batch>,
  rests: (batch: Batch) => boolean,
  show: (batch: Batch) => void,
): () => void {
  let timer = 0;
  let stopped = false;
  const ask = async () => {
    try {
      const batch = await read();
      if (stopped) return;
      show(batch);
      if (rests(batch)) return;
    } catch (error) {
      if (error instanceof ProblemError && error.status >= 400 && error.status < 500) return;
    }
    if (!stopped) timer = window.setTimeout(ask, pauseMs);
  };
  timer = window.setTimeout(ask, pauseMs / 2);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
