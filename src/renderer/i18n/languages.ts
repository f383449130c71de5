/** Languages of the interface, each named in itself. A new one: a folder in locales/, an entry here and in i18n.ts. */
export const LANGUAGES = [
  { id: 'en', name: 'English' },
  { id: 'zh-CN', name: '简体中文' },
] as const;

export type Language = (typeof LANGUAGES)[number]['id'];
