import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Deep teal: the one accent. Shade 7 carries white text on light, shade 6 on dark. */
const teal: MantineColorsTuple = [
  '#ecf8f6',
  '#d3eeea',
  '#a9ddd6',
  '#7ccabf',
  '#54b6a9',
  '#2f9b8f',
  '#178077',
  '#0f6661',
  '#0b524e',
  '#083d3b',
];

/** Greys with a trace of the accent, so that surfaces and marks belong together. */
const gray: MantineColorsTuple = [
  '#f6f9f8',
  '#eef2f1',
  '#e1e8e7',
  '#d0d9d8',
  '#b1bfbd',
  '#869795',
  '#5c6e6c',
  '#455553',
  '#2c3938',
  '#162120',
];

/** Dark from text (0) to the deepest surface (9). */
const dark: MantineColorsTuple = [
  '#dce6e4',
  '#b8c7c4',
  '#93a6a3',
  '#6c807d',
  '#3c4c4a',
  '#2b3938',
  '#1e2929',
  '#141d1c',
  '#0f1716',
  '#0a100f',
];

const quick = { transitionProps: { duration: 100 } };

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 6 },
  colors: { teal, gray, dark },
  white: '#ffffff',
  black: '#162120',
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, monospace",
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1.125rem', lineHeight: '1.4' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.5' },
    },
  },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.5', sm: '1.5', md: '1.55', lg: '1.55', xl: '1.5' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  shadows: {
    xs: 'none',
    sm: '0 1px 2px rgb(10 30 28 / 6%)',
    md: '0 6px 20px rgb(10 30 28 / 10%)',
    lg: '0 12px 32px rgb(10 30 28 / 14%)',
    xl: '0 16px 48px rgb(10 30 28 / 18%)',
  },
  // Plain objects, not `Component.extend`: naming a component here must not load it.
  components: {
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Radio: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm', autosize: true, minRows: 2 } },
    NumberInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', comboboxProps: { ...quick, shadow: 'md' }, allowDeselect: false } },
    InputWrapper: {
      defaultProps: { inputWrapperOrder: ['label', 'description', 'input', 'error'] },
      classNames: { label: 'field-label', description: 'field-hint' },
    },
    Menu: { defaultProps: { shadow: 'md', ...quick } },
    // A list whose field was out of sight for a moment (a phone scrolls as its keyboard opens) would stay hidden.
    Popover: { defaultProps: { shadow: 'md', hideDetached: false, ...quick } },
    Modal: { defaultProps: { centered: true, ...quick, overlayProps: { backgroundOpacity: 0.4 } } },
    Paper: { defaultProps: { withBorder: true } },
    Skeleton: { defaultProps: { radius: 'sm' } },
    Table: { defaultProps: { verticalSpacing: 8 } },
    Tabs: { defaultProps: { keepMounted: false } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true, multiline: true, maw: 320, ...quick } },
  },
});
