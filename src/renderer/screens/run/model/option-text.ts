/** The texts of the answers a run can take. */
const OPTION_VALUES = [
  'yes',
  'no',
  'go',
  'no-go',
  'retry',
  'skip',
  'happened',
  'hold',
  'promote',
  'rollback',
  'stop',
] as const;
type OptionValue = (typeof OPTION_VALUES)[number];

/** Key of the answer's word; with `_means` behind it, of what happens then. Null: not among those this window knows. */
export function optionKey(value: string): `option.${OptionValue}` | null {
  const known = OPTION_VALUES.find((option) => option === value);
  return known === undefined ? null : `option.${known}`;
}
