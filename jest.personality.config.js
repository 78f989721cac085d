import slow from './jest.slow.config.js';

// The workers of jest inherit it: the sandbox speaks otherwise, and nbn-orders is configured for it.
process.env.SANDBOX_PERSONALITY = 'variant';

/** @type {import('jest').Config} */
export default { ...slow, testMatch: ['<rootDir>/test/flows/**/*.test.ts'] };
