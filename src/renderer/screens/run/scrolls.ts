/** For an area that scrolls: it takes the focus, so that the keyboard can scroll it too. */
export const scrolls = { tabIndex: 0 } as const;
