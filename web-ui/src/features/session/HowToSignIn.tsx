import { Code, List, Text } from '@mantine/core';

/** The two ways to a new one-time link. */
export function HowToSignIn() {
  return (
    <>
      <Text mb="xs">
        To get a sign-in link, go to the machine that runs Script Runner and do one of these:
      </Text>
      <List spacing={6} mb="xs">
        <List.Item>
          run <Code>./start --sign-in-link</Code>, which prints a new link while the stack goes on running, or
        </List.Item>
        <List.Item>
          restart <Code>./start</Code>, which prints a new link when everything is ready.
        </List.Item>
      </List>
      <Text>Then open that link in this browser. Each link works once.</Text>
    </>
  );
}
