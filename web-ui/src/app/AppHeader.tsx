import {
  ActionIcon,
  Button,
  Group,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { LogOut, Moon, Sun, SquareTerminal } from 'lucide-react';
import { meQuery, signOut } from '../api/auth';
import { describe } from '../api/problem';

export function AppHeader({ showUser }: { showUser: boolean }) {
  return (
    <header className="app-header">
      <Link to="/" className="brand">
        <SquareTerminal size={22} aria-hidden />
        Script Runner
      </Link>
      <Group gap="xs" wrap="nowrap" style={{ minWidth: 0 }}>
        {showUser && <SignedInUser />}
        <ColorSchemeSwitch />
      </Group>
    </header>
  );
}

function SignedInUser() {
  const queries = useQueryClient();
  const { data } = useQuery(meQuery);
  const leaving = useMutation({
    mutationFn: signOut,
    onSuccess: () => queries.clear(),
    onError: (error) =>
      notifications.show({ color: 'red', title: 'Could not sign out', message: describe(error) }),
  });
  if (!data) return null;
  return (
    <>
      <Text size="sm" className="user-email" title={`${data.user.email}, ${data.user.role}`}>
        {data.user.email}
      </Text>
      <Button
        variant="default"
        size="xs"
        leftSection={<LogOut size={14} aria-hidden />}
        loading={leaving.isPending}
        onClick={() => leaving.mutate()}
      >
        Sign out
      </Button>
    </>
  );
}

function ColorSchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const next = scheme === 'dark' ? 'light' : 'dark';
  return (
    <ActionIcon
      variant="default"
      size={30}
      aria-label={`Use the ${next} colours`}
      title={`Use the ${next} colours`}
      onClick={() => setColorScheme(next)}
    >
      {scheme === 'dark' ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />}
    </ActionIcon>
  );
}
