import type { Cost } from './measure.ts';

/** One line of the result. `holds` is null where no goal is set. */
interface Figure {
  id: string;
  /** Null where it could not be taken: then it is missed, and `error` says why. */
  value: number | null;
  unit: string;
  goal: number | null;
  holds: boolean | null;
  /** What it was made of; rates per second, CPU milliseconds per operation. */
  detail?: object;
  error?: string;
}

/** The figures of a run, as they were taken. */
export class FigureSheet {
  readonly figures: Figure[] = [];

  add(figure: Figure): void {
    const { value } = figure;
    this.figures.push({ ...figure, value: value === null ? null : Math.round(value * 1_000) / 1_000 });
  }

  /** Takes a figure. One that throws is entered as missed with its error, which is given back. */
  async attempt(id: string, goal: number | null, take: () => Promise<void>): Promise<string | undefined> {
    try {
      await take();
      return undefined;
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown.message : String(thrown);
      this.add({ id, value: null, unit: '', goal, holds: false, error });
      return error;
    }
  }

  /** For people, one line per figure. */
  table(): string {
    const costs = (cost: Cost) =>
      `${cost.rate.toFixed(0)}/s ${cost.serverMs.toFixed(2)}+${cost.postgresMs.toFixed(2)} ms`;
    const rows = this.figures.map(({ id, value, unit, goal, holds, detail, error }) => {
      const { raw, ours } = (detail ?? {}) as { raw?: Cost; ours?: Cost };
      return [
        id,
        value === null ? 'none' : value.toFixed(2),
        unit,
        goal === null ? '' : String(goal),
        holds === null ? '' : holds ? 'holds' : 'MISSED',
        error ?? (raw && ours ? `ours ${costs(ours)}, raw ${costs(raw)}` : ''),
      ];
    });
    const head = ['figure', 'value', 'unit', 'goal', '', 'rate, CPU of server + PostgreSQL per operation'];
    const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
    const lines = [head, ...rows].map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
    return `${lines.join('\n')}\n`;
  }
}
