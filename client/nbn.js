#!/usr/bin/env node
// The `nbn` command in a checkout: the TypeScript sources run as they are.
import { register } from 'tsx/esm/api';

register();
await import('./cli.ts');
