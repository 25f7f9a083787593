import type { Family } from '../../core/address.js';
import type { Lab } from '../../core/lab.js';
import { requireLinux } from './require-linux.js';

/** The settings of the multicast routing socket that decide when WRONGVIF is sent: MRT_ASSERT and MRT_PIM. */
export const STACK_SETTINGS = ['assert', 'pim'] as const;
export type StackSetting = (typeof STACK_SETTINGS)[number];

export interface StackSetRequest {
  readonly setting: StackSetting;
  readonly isOn: boolean;
  readonly families: readonly Family[];
}

export interface StackSetResult {
  readonly nowNs: number;
  readonly setting: StackSetting;
  /** One per requested family. Turning PIM on or off turns assert on or off too. */
  readonly families: readonly {
    readonly family: Family;
    readonly was: boolean;
    readonly assert: boolean;
    readonly pim: boolean;
  }[];
}

/** @throws LabError `NOT_IN_THIS_STACK` */
export function stackSet(lab: Lab, { setting, isOn, families }: StackSetRequest): StackSetResult {
  const stacks = families.map((family) => requireLinux(lab, family, `the setting ${setting}`));
  return {
    nowNs: lab.clock.nowNs(),
    setting,
    families: stacks.map((stack) => {
      const was = stack.settings[setting];
      if (setting === 'pim') stack.router.setPim(isOn ? 1 : 0);
      else stack.router.setAssert(isOn);
      return { family: stack.family, was, ...stack.settings };
    }),
  };
}
