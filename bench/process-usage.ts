import { readFileSync } from 'node:fs';

/** What a process has used, with all its threads. */
export interface Usage {
  /** Seconds of CPU since its start. */
  cpu: number;
  /** Bytes of memory that it holds now. */
  rss: number;
}

// The units in which Linux counts, on every machine that matters.
const TICKS_PER_SECOND = 100;
const BYTES_PER_PAGE = 4096;

/** @throws Error where there is no such process, or no `/proc`. */
export function usageOf(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command's name, in parentheses, may have spaces; what follows begins with field 3 of proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  return { cpu: (field(14) + field(15)) / TICKS_PER_SECOND, rss: field(24) * BYTES_PER_PAGE };
}
