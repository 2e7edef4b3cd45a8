import { Button, Group, Modal, Text } from '@mantine/core';

interface Props {
  /** The name of what goes; null while nothing is to be deleted. */
  name: string | null;
  busy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before a script is deleted, and says what that means. */
export function ConfirmDelete({ name, busy, onConfirm, onClose }: Props) {
  return (
    <Modal opened={name !== null} onClose={onClose} title="Delete this script?" centered>
      <Text mb="lg">
        <b>{name}</b> will be deleted: its schedule stops and its open runs are cancelled. The runs it had
        stay readable.
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Keep it
        </Button>
        <Button color="red" loading={busy} onClick={onConfirm}>
          Delete script
        </Button>
      </Group>
    </Modal>
  );
}
