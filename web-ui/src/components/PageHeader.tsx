import { Anchor, Breadcrumbs, Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';

interface Props {
  title: string;
  /** What stands beside the title, such as a status. */
  mark?: ReactNode;
  /** The pages between Scripts and this one. */
  trail?: ReactNode[];
  actions?: ReactNode;
}

/** Where the reader is, the page's name (also the document's), and what can be done here. */
export function PageHeader({ title, mark, trail = [], actions }: Props) {
  useEffect(() => {
    document.title = `${title} · Script Runner`;
  }, [title]);
  return (
    <header className="page-header">
      <nav aria-label="Breadcrumb">
        <Breadcrumbs separatorMargin={6} mb={6}>
          <Text size="sm" c="dimmed">
            Settings
          </Text>
          <Text size="sm" c="dimmed">
            Automation
          </Text>
          <Anchor size="sm" renderRoot={(props) => <Link to="/" {...props} />}>
            Scripts
          </Anchor>
          {trail}
        </Breadcrumbs>
      </nav>
      <Group justify="space-between" gap="sm">
        <Group gap="sm" wrap="wrap" style={{ minWidth: 0 }}>
          <Title order={1} size="h2" className="page-title">
            {title}
          </Title>
          {mark}
        </Group>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
    </header>
  );
}
