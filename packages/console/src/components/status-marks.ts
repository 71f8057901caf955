import {
  IconAlertTriangle,
  IconAntennaBars5,
  IconArrowBackUp,
  IconArrowUpRight,
  IconCircle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleFilled,
  IconCircleX,
  IconClockHour4,
  IconHourglass,
  IconLock,
  IconMinus,
  IconProgress,
  IconTruckDelivery,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';

/** Colours of the marks; each has a text and a soft background in both schemes. */
export type MarkColor = 'green' | 'blue' | 'amber' | 'yellow' | 'red' | 'purple' | 'grey';

interface Mark {
  readonly icon: ComponentType<{ size?: number | string; stroke?: number | string; 'aria-hidden'?: boolean }>;
  readonly color: MarkColor;
}

/**
 * The one table of what marks mean: icon, word and colour, never colour alone. The word is the translation
 * `common:status.<name>`; it may be replaced by a longer one that says what to do.
 */
export const statusMarks = {
  active: { icon: IconCircleCheck, color: 'green' },
  licensed: { icon: IconCircleCheck, color: 'green' },
  reserved: { icon: IconClockHour4, color: 'blue' },
  expiring: { icon: IconAlertTriangle, color: 'amber' },
  grace: { icon: IconHourglass, color: 'yellow' },
  expired: { icon: IconCircleX, color: 'red' },
  renewable: { icon: IconArrowUpRight, color: 'blue' },
  unlicensed: { icon: IconCircle, color: 'purple' },
  unprovisioned: { icon: IconCircleDashed, color: 'blue' },
  provisioned: { icon: IconCircleFilled, color: 'green' },
  'over-use': { icon: IconAntennaBars5, color: 'red' },
  pending: { icon: IconProgress, color: 'grey' },
  waiting: { icon: IconProgress, color: 'grey' },
  available: { icon: IconTruckDelivery, color: 'green' },
  'used-up': { icon: IconMinus, color: 'grey' },
  accepted: { icon: IconCircleCheck, color: 'green' },
  revoked: { icon: IconCircleX, color: 'grey' },
  deactivated: { icon: IconLock, color: 'grey' },
  ended: { icon: IconMinus, color: 'grey' },
  current: { icon: IconCircleCheck, color: 'green' },
  replaced: { icon: IconMinus, color: 'grey' },
  'verify-only': { icon: IconHourglass, color: 'grey' },
  sent: { icon: IconCircleCheck, color: 'green' },
  kept: { icon: IconCircleDashed, color: 'blue' },
  failed: { icon: IconAlertTriangle, color: 'red' },
  undone: { icon: IconArrowBackUp, color: 'grey' },
  withdrawn: { icon: IconMinus, color: 'grey' },
} as const satisfies Record<string, Mark>;

export type Status = keyof typeof statusMarks;
