import { Button, type ButtonProps } from '@mantine/core';
import { createLink, type LinkProps } from '@tanstack/react-router';
import { type AnchorHTMLAttributes, type ComponentType, forwardRef, type ReactNode } from 'react';

type Props = ButtonProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps>;

const ButtonAnchor = forwardRef<HTMLAnchorElement, Props>((props, ref) => <Button ref={ref} component="a" {...props} />);

/** A button that goes somewhere: a link that looks like a button. */
export const LinkButton = createLink(ButtonAnchor);

/** The same for a target handed down as a value, which was typed where it was written. */
export const LinkButtonTo = LinkButton as unknown as ComponentType<ButtonProps & { children: ReactNode } & LinkProps>;
