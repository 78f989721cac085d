#!/usr/bin/env node
// The `nbn` command: in a checkout the TypeScript sources run as they are, in an installed package what was built of them.
import { existsSync } from 'node:fs';

const source = new URL('./cli.ts', import.meta.url);
if (existsSync(source)) {
  const { register } = await import('tsx/esm/api');
  register();
  await import(source.href);
} else {
  await import(new URL('../dist/client/cli.js', import.meta.url).href);
}
