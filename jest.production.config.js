import config from './jest.config.js';

/** The production stack as processes: PostgreSQL, Temporal's own server, and what is in the images. docs/releases.md says what it needs. */
/** @type {import('jest').Config} */
export default {
  ...config,
  testMatch: ['<rootDir>/test/production/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 600_000,
  maxWorkers: 1,
};
