import { chromium, type Browser } from 'playwright-core';
import { findOnPath } from './executables.ts';

/** undefined when there is none on the PATH. */
export function findChromium(): Promise<string | undefined> {
  return findOnPath('chromium', process.env['PATH']);
}

export function launchChromium(executablePath: string): Promise<Browser> {
  // Root, as in a container, has no sandbox for it.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
