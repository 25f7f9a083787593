import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    // As much for hooks, some of which run the program.
    hookTimeout: 60_000,
    // Most tests wait for processes that they have started.
    maxWorkers: '100%',
    // What is loaded once serves all test files of a worker: half of the time of the small ones. None of them changes what it loads.
    isolate: false,
    coverage: {
      provider: 'v8',
      include: ['src/core/**/*.ts', 'src/codec/**/*.ts', 'src/ops/**/*.ts'],
      exclude: ['src/codec/snapshot-schema.ts', '**/*.d.ts'],
      reporter: ['text-summary', 'html'],
      thresholds: { branches: 93, functions: 95, lines: 95, statements: 95 },
    },
  },
});
