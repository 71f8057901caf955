/** Where letters are text, or belong to an open dialog or list: nobody else may take them. */
export const takesLetters = (target: HTMLElement): boolean =>
  target.closest('textarea, select, [contenteditable], input:not([type="checkbox"], [type="radio"]), [role="dialog"], [role="menu"]') !==
    null || document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
