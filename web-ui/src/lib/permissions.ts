import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/auth';

export interface Permissions {
  canRun: boolean;
  canEdit: boolean;
}

/** What the signed-in user may do; all until the role is known, since the server decides anyway. */
export function usePermissions(): Permissions {
  const role = useQuery(meQuery).data?.user.role ?? 'admin';
  return { canRun: role !== 'viewer', canEdit: role === 'admin' };
}
