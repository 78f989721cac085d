import { Presets, SingleBar } from 'cli-progress';

/** On standard error, and only on a terminal. */
export function progressBar(title: string, total: number): SingleBar {
  const format = `${title} {bar} {value} of {total}, {eta_formatted} left`;
  const bar = new SingleBar(
    { format, stream: process.stderr, clearOnComplete: true, hideCursor: true },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return bar;
}
