import { readFileSync } from 'node:fs';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const NODE_BUILTINS = '^node:';

/** What the client's own package installs. */
const CLIENT_DEPENDENCIES = Object.keys(
  JSON.parse(readFileSync(new URL('client/package.json', import.meta.url), 'utf8')).dependencies,
);

/**
 * The import boundaries of the house (docs/architecture.md): which of our folders a folder may import from.
 * `typesOnly` folders may be named in `import type` and nowhere else. `files` is the part of the folder that is meant; default: all.
 */
function mayImport(folder, { files = `${folder}/**/*.{ts,tsx}`, runtime = [], typesOnly = [], banned = [] }) {
  const own = [
    'contract',
    'rules',
    'octane',
    'temporal',
    'activities',
    'workflows',
    'worker',
    'replay',
    'doctor',
    'recording',
    'client',
    'api',
    'sandbox',
    'local',
    'bench',
    'deploy',
    'test',
  ];
  const forbidden = own.filter((other) => other !== folder && !runtime.includes(other) && !typesOnly.includes(other));
  const patterns = [
    { regex: `^(\\.\\./)+(${forbidden.join('|')})/`, message: `${folder}/ must not import this folder.` },
    ...banned.map((entry) => ({ allowTypeImports: false, ...entry })),
  ];
  if (typesOnly.length > 0) {
    patterns.push({
      regex: `^(\\.\\./)+(${typesOnly.join('|')})/`,
      allowTypeImports: true,
      message: `${folder}/ may import only types from here.`,
    });
  }
  return {
    files: [files],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
}

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'client/dist/', '.nbn-orders/'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: ['*.js', 'client/*.js', 'local/*.js', '.ci/*.js', 'temporal/encryption/*.cjs'],
        },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [importX.createNodeResolver({ extensions: ['.ts', '.tsx', '.js'] })] },
    rules: {
      'import-x/no-cycle': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
    },
  },
  mayImport('contract', {}),
  mayImport('rules', { runtime: ['contract'], typesOnly: ['octane'] }),
  mayImport('octane', { runtime: ['contract'] }),
  mayImport('temporal', { runtime: ['contract'] }),
  mayImport('activities', { runtime: ['octane', 'temporal', 'rules', 'contract'] }),
  mayImport('workflows', {
    runtime: ['contract', 'rules'],
    typesOnly: ['activities'],
    banned: [
      { regex: NODE_BUILTINS, message: 'Workflow code runs in a deterministic sandbox: no Node built-ins.' },
      {
        regex: '^(got|zod|pino|fastify)$',
        message: 'Workflow code is deterministic: no I/O and no schemas at run time.',
      },
      {
        regex: '^(\\.\\./)+contract/(inputs|validation|.*schemas)',
        allowTypeImports: true,
        message: 'The zod schemas cost memory per cached workflow: import their types only.',
      },
    ],
  }),
  mayImport('worker', { runtime: ['activities', 'octane', 'temporal', 'rules', 'contract', 'workflows'] }),
  mayImport('replay', { runtime: ['worker', 'client', 'temporal', 'contract'] }),
  mayImport('client', { runtime: ['contract', 'temporal', 'rules'], typesOnly: ['workflows'] }),
  // The typed client is a package of its own. The command has more: that is in the folders beside it.
  mayImport('client', {
    files: 'client/!(cli).ts',
    runtime: ['contract', 'temporal'],
    banned: [
      { regex: '^\\./(commands|printing|bulk)/', message: 'The client does not need the command.' },
      {
        regex: `^(?!\\.|node:|(${CLIENT_DEPENDENCIES.join('|')})(/|$))`,
        message: 'The client package does not install this: client/package.json.',
      },
    ],
  }),
  mayImport('api', { runtime: ['client', 'temporal', 'rules', 'contract'] }),
  mayImport('doctor', { runtime: ['worker', 'client', 'octane', 'rules', 'contract'] }),
  mayImport('recording', { runtime: ['octane', 'contract'] }),
  mayImport('sandbox', {
    runtime: ['octane', 'recording'],
    banned: [
      {
        regex:
          '^(\\.\\./)+octane/(?!(addresses|appointments|customers|enquiries|operations|order-detail|orders|plans|qualifications|services|shared-schemas)\\.ts$)',
        message: 'sandbox/ may import only the wire schemas and the table of operations.',
      },
    ],
  }),
  {
    files: ['test/**/*.ts'],
    rules: {
      // Jest's matchers are typed any; and what beforeAll sets may be missing when it failed.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  { files: ['**/*.{js,cjs}'], ...tseslint.configs.disableTypeChecked },
  // The SDK requires it, so it cannot be an ES module.
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
