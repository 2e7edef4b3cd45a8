import {
  Badge,
  createTheme,
  type CSSVariablesResolver,
  defaultVariantColorsResolver,
  Modal,
  Notification,
  type MantineColorsTuple,
  parseThemeColor,
  type VariantColorsResolver,
} from '@mantine/core';

const blueplm: MantineColorsTuple = [
  '#e9f4fd',
  '#d3e6f7',
  '#a5ccef',
  '#74b0e7',
  '#4f9be1',
  '#2383d6',
  '#0b6fc2',
  '#0a62ab',
  '#095493',
  '#07406f',
];

/** Mantine's stock colours miss WCAG AA; these keep text at 4.5:1 and above in both schemes. */
const accessibleVariants: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const { color, theme, variant } = input;
  const parsed = parseThemeColor({ color: color ?? theme.primaryColor, theme });
  if (!parsed.isThemeColor) return colors;
  const name = parsed.color;
  if (variant === 'filled' && name !== theme.primaryColor) {
    const background = `var(--mantine-color-${name}-9)`;
    return {
      ...colors,
      background,
      hover: `color-mix(in oklab, ${background}, #000 12%)`,
      color: '#fff',
    };
  }
  if (variant === 'light') {
    return {
      ...colors,
      color: `light-dark(color-mix(in oklab, var(--mantine-color-${name}-9), #000 28%), var(--mantine-color-${name}-2))`,
    };
  }
  return colors;
};

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5b5f66',
    '--mantine-color-placeholder': '#6b7078',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': '#0a62ab',
    '--log-background': '#fbfbfc',
    '--log-error': '#a51d12',
    '--log-error-background': '#fdf0ef',
    '--log-gutter': '#5b5f66',
  },
  dark: {
    '--mantine-color-dimmed': '#a1a1aa',
    '--mantine-color-placeholder': '#a1a1aa',
    '--mantine-color-error': '#ff9b93',
    '--mantine-color-anchor': '#74b0e7',
    '--log-background': '#1a1a1c',
    '--log-error': '#ffa198',
    '--log-error-background': '#3a1f1e',
    '--log-gutter': '#a1a1aa',
  },
});

export const theme = createTheme({
  primaryColor: 'blueplm',
  primaryShade: 6,
  colors: { blueplm },
  autoContrast: true,
  variantColorResolver: accessibleVariants,
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Badge: Badge.extend({ defaultProps: { tt: 'none', fw: 600, radius: 'sm' } }),
    Notification: Notification.extend({
      defaultProps: { closeButtonProps: { 'aria-label': 'Close this message' } },
      styles: { description: { color: 'var(--mantine-color-dimmed)' } },
    }),
    Modal: Modal.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
  },
});
