/** As the ref of a dialog's first field: typing can begin at once, instead of at the button that closes it. */
export const focusNow = (element: HTMLElement | null): void => element?.focus();
