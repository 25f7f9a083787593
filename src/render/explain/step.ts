import type { StepView } from '../../ops/explain/step.js';

/** A step of a code. */
export type Step<Code extends StepView['code']> = Extract<StepView, { readonly code: Code }>;
