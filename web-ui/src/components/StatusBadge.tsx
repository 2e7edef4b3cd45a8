import { Badge } from '@mantine/core';
import {
  Ban,
  CalendarX2,
  Check,
  CircleHelp,
  CircleStop,
  Clock,
  ListEnd,
  LoaderCircle,
  type LucideIcon,
  SkipForward,
  TimerOff,
  Unplug,
  X,
} from 'lucide-react';
import type { RunStatus } from '../api/types';

interface Look {
  label: string;
  color: string;
  icon: LucideIcon;
  spins?: boolean;
}

const LOOKS: Record<RunStatus, Look> = {
  pending: { label: 'Pending', color: 'gray', icon: Clock },
  queued: { label: 'Queued', color: 'gray', icon: ListEnd },
  running: { label: 'Running', color: 'blue', icon: LoaderCircle, spins: true },
  cancelling: { label: 'Cancelling', color: 'yellow', icon: CircleStop },
  needs_decision: { label: 'Needs a decision', color: 'yellow', icon: CircleHelp },
  success: { label: 'Success', color: 'green', icon: Check },
  error: { label: 'Error', color: 'red', icon: X },
  timeout: { label: 'Timeout', color: 'orange', icon: TimerOff },
  cancelled: { label: 'Cancelled', color: 'gray', icon: Ban },
  lost: { label: 'Lost', color: 'red', icon: Unplug },
  skipped: { label: 'Skipped', color: 'gray', icon: SkipForward },
  missed: { label: 'Missed', color: 'orange', icon: CalendarX2 },
};

/** A run's status as word and icon; the colour only repeats it. */
export function StatusBadge({ status, size = 'md' }: { status: RunStatus; size?: 'md' | 'lg' }) {
  const look = LOOKS[status];
  const Icon = look.icon;
  return (
    <Badge
      variant="light"
      color={look.color}
      size={size}
      leftSection={<Icon size={14} aria-hidden className={look.spins ? 'spinning' : undefined} />}
    >
      {look.label}
    </Badge>
  );
}

export function statusLabel(status: RunStatus): string {
  return LOOKS[status].label;
}
