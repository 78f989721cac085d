import type { Break, Verdict } from './replay.ts';

/** Counts verdicts, without keeping them. */
export class Tally {
  readonly breaks = new Set<Break>();
  readonly #since = Date.now();
  readonly #types = new Map<string, { open: number; closed: number; broken: number }>();

  count({ workflowType, open, broken }: Verdict): void {
    const counts = this.#types.get(workflowType) ?? { open: 0, closed: 0, broken: 0 };
    this.#types.set(workflowType, counts);
    counts[open ? 'open' : 'closed'] += 1;
    if (!broken) return;
    counts.broken += 1;
    this.breaks.add(broken.what);
  }

  /** 1200 replayed in 60 s (20 a second), 0 broken */
  soFar(): string {
    const { open, closed, broken } = this.#total();
    const seconds = (Date.now() - this.#since) / 1000;
    const rate = ((open + closed) / seconds).toFixed(1);
    return `${open + closed} replayed in ${Math.round(seconds)} s (${rate} a second), ${broken} broken`;
  }

  /** A table, with a row for each workflow type. */
  summary(): string {
    const rows = [...this.#types].sort(([one], [other]) => one.localeCompare(other));
    return [
      ['WORKFLOW TYPE', 'OPEN', 'CLOSED', 'BROKEN'],
      ...[...rows, ['all', this.#total()] as const].map(([type, { open, closed, broken }]) => [
        type,
        open,
        closed,
        broken,
      ]),
    ]
      .map(
        ([type = '', ...counts]) =>
          `${String(type).padEnd(20)}${counts.map((count) => String(count).padStart(8)).join('')}`,
      )
      .join('\n');
  }

  #total(): { open: number; closed: number; broken: number } {
    const total = { open: 0, closed: 0, broken: 0 };
    for (const { open, closed, broken } of this.#types.values()) {
      total.open += open;
      total.closed += closed;
      total.broken += broken;
    }
    return total;
  }
}
