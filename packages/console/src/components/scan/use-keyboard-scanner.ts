import { type RefObject, useEffect, useEffectEvent } from 'react';
import { takesLetters } from '../../lib/typing.ts';
import { noBurst, strike } from './burst.ts';

type Entry = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Fields on this page that take a scan, and what each does with it. One listener serves them all. */
const takers = new Map<Element, (text: string) => void>();
let burst = noBurst;

/** A list to choose from may be a field that nobody types into, and still takes a choice. */
const isFixed = (field: Entry) => 'readOnly' in field && field.readOnly && field.getAttribute('role') !== 'combobox';

const isEmpty = (field: Entry) => !field.disabled && !isFixed(field) && field.value.trim() === '';

const isEntry = (element: Element): element is Entry =>
  (element instanceof HTMLInputElement && element.type !== 'hidden') ||
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement;

/** The first field of the page that waits for a scan. */
const firstWaiting = () => [...document.querySelectorAll('input')].find((field) => takers.has(field) && isEmpty(field));

/**
 * After a scan to what is missing still: below the field, else above it. Nothing is missing: to the form's button, where one
 * more Enter sends it, once one has looked.
 */
function goOn(field: HTMLInputElement): void {
  const elements = [...(field.form?.elements ?? [])] as HTMLElement[];
  const at = elements.indexOf(field);
  const others = [...elements.slice(at + 1), ...elements.slice(0, at)];
  const next =
    others.find((one) => isEntry(one) && one.required && isEmpty(one)) ??
    others.find((one) => one instanceof HTMLButtonElement && one.type === 'submit');
  (next ?? field).focus();
}

/** The key as a scanner means it. Ctrl with a sign is how some send separators; a key held down is nobody's scan. */
function keyOf(event: KeyboardEvent): string {
  if (event.repeat || event.metaKey || event.isComposing) return 'Unidentified';
  return event.ctrlKey && !event.altKey ? 'Control' : event.key;
}

function listen(event: KeyboardEvent): void {
  const next = strike(burst, { key: keyOf(event), at: event.timeStamp });
  burst = next.burst;
  const target = event.target as HTMLElement;
  const isTaker = takers.has(target);
  if (!isTaker && takesLetters(target)) return;
  const swallow = () => {
    event.preventDefault();
    event.stopPropagation();
  };
  // Outside of fields, a scan's letters and its Enter would be taken for keys of the page, and press its buttons.
  if (!isTaker && burst.text.length > 1) swallow();
  if (next.scanned === null) return;
  swallow();
  const field = isTaker ? (target as HTMLInputElement) : firstWaiting();
  if (!field) return;
  takers.get(field)?.(next.scanned);
  goOn(field);
}

/**
 * Lets a field take what a keyboard scanner sends. With the focus in it, a scan replaces what stands there, and its Enter goes on to
 * the next required field that is empty instead of sending the form. With the focus in no field at all, a scan goes to the first
 * of these fields that is empty.
 */
export function useKeyboardScanner(field: RefObject<HTMLInputElement | null>, onScan: (text: string) => void): void {
  const take = useEffectEvent(onScan);
  useEffect(() => {
    const input = field.current;
    if (!input) return;
    takers.set(input, (text) => take(text));
    if (takers.size === 1) addEventListener('keydown', listen, true);
    return () => {
      takers.delete(input);
      if (takers.size === 0) removeEventListener('keydown', listen, true);
    };
  }, [field]);
}
