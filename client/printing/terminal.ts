import picocolors from 'picocolors';

/** Colours only where a person looks: none when piped, nor with NO_COLOR or on a terminal without them. */
export const colours = picocolors.createColors(process.stdout.isTTY && process.stdout.hasColors());

/** Characters of a line, where a person looks; undefined when piped, so that nothing is cut. */
export function lineWidth(): number | undefined {
  return process.stdout.isTTY ? process.stdout.columns || undefined : undefined;
}

/** Ends quietly when its reader has gone, as in `nbn list | head`. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}
