import { expect, it } from 'vitest';
import { readTopic, TOPICS } from '../../src/cli/help-topics.js';
import { ERROR_CODES } from '../../src/commands/error-codes.js';
import { COUNTER_NAMES } from '../../src/core/counters.js';
import { DROP_REASONS, SKIP_REASONS } from '../../src/core/packet-report.js';

const NAMES = [...COUNTER_NAMES, 'missingRoute', 'unexpectedInputInterface', ...DROP_REASONS, ...SKIP_REASONS, ...ERROR_CODES];

it.each(NAMES)('%s is explained', (name) => {
  expect(readTopic('.', name)).toMatch(new RegExp(`^${name}: \\S`));
});

it.each(Object.keys(TOPICS))('%s is a topic', (topic) => {
  expect(readTopic('.', topic)).toMatch(/^#+ \w/);
});

it.each(['nothing', 'constructor', ''])('%j is none', (word) => {
  expect(readTopic('.', word)).toBeNull();
});
