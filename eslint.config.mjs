import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The files that may import `vscode`: everything else also runs in plain Node (see README, "For contributors"). */
const ADAPTERS = [
  'src/extension.ts',
  'src/commands.ts',
  'src/settings.ts',
  'src/storage.ts',
  'src/views/**',
  'src/completion/provider.ts',
  'src/completion/acceptances.ts',
  'src/completion/openDocuments.ts',
  'src/completion/documentPermissions.ts',
  'src/completion/diskChanges.ts',
  'test/vscode/**',
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.vscode-host/', '.tensorflow/', '.nodes/', '.bench-texts/', 'test/results/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A character is a code point here, which is what spreading a string gives.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      eqeqeq: 'error',
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'vscode', message: 'Only the adapters at the edge may.' }] },
      ],
    },
  },
  { files: ADAPTERS, rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: {
      // node:test and mocha return promises that their runner awaits.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['test', 'it', 'describe', 'suite', 'before', 'after'], package: 'node:test' },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        fetch: 'readonly',
        URLSearchParams: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        document: 'readonly',
        performance: 'readonly',
      },
    },
  },
);
