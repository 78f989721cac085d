#!/usr/bin/env node
// The `nbn` command: in a checkout the TypeScript sources run as they are, in an installed package what was built of them.
import { existsSync } from 'node:fs';
import module from 'node:module';

// Since Node 22: what was compiled once is not compiled again.
module.enableCompileCache?.();

const source = new URL('./cli.ts', import.meta.url);
if (existsSync(source)) {
  // Node 24 runs TypeScript by itself, which is quicker.
  if (!process.features.typescript) (await import('tsx/esm/api')).register();
  await import(source.href);
} else {
  await import(new URL('../dist/client/cli.js', import.meta.url).href);
}
