/** All forms of all secrets as one machine (Aho and Corasick, 1975): a byte costs one look-up, however many there are. */

export interface SecretAutomaton {
  /** The kind of a byte: bytes that are in no form are all of kind 0, which keeps the table small. */
  readonly kinds: Uint8Array;
  /** How many kinds there are. */
  readonly width: number;
  /** From state and kind to the next state: `next[state * width + kind]`. State 0 has seen nothing of any form. */
  readonly next: Int32Array;
  /** How many of the last bytes are the beginning of some form, by state. */
  readonly depth: Int32Array;
  /** Length of the longest form that ends here, by state; 0 where none does. */
  readonly ends: Int32Array;
}

function kindsOf(forms: readonly Uint8Array[]): { kinds: Uint8Array; width: number } {
  const used = new Set(forms.flatMap((form) => [...form]));
  const kinds = new Uint8Array(256);
  // With all 256 bytes in use the first of them shares kind 0 with nobody, so nothing overflows.
  let width = used.size === 256 ? 0 : 1;
  for (const byte of used) kinds[byte] = width++;
  return { kinds, width };
}

interface Trie extends SecretAutomaton {
  readonly states: number;
}

/** The forms as a tree; missing branches are 0, which is also the root: nothing leads back to it yet. */
function plant(forms: readonly Uint8Array[]): Trie {
  const { kinds, width } = kindsOf(forms);
  const most = 1 + forms.reduce((sum, form) => sum + form.length, 0);
  const next = new Int32Array(most * width);
  const depth = new Int32Array(most);
  const ends = new Int32Array(most);
  let states = 1;
  for (const form of forms) {
    let state = 0;
    for (const byte of form) {
      const at = state * width + (kinds[byte] as number);
      if (next[at] === 0) {
        depth[states] = (depth[state] as number) + 1;
        next[at] = states++;
      }
      state = next[at] as number;
    }
    ends[state] = form.length;
  }
  return { kinds, width, next, depth, ends, states };
}

/** Level by level: where a state has no branch, it goes where the longest other beginning it ends with would go. */
export function secretAutomaton(forms: readonly Uint8Array[]): SecretAutomaton {
  const { kinds, width, next, depth, ends, states } = plant(forms);
  const shorter = new Int32Array(states);
  const queue = [0];
  for (const state of queue) {
    const fallback = shorter[state] as number;
    ends[state] = Math.max(ends[state] as number, ends[fallback] as number);
    for (let kind = 0; kind < width; kind++) {
      const at = state * width + kind;
      const child = next[at] as number;
      const other = state === 0 ? 0 : (next[fallback * width + kind] as number);
      if (child === 0) next[at] = other;
      else {
        shorter[child] = other;
        queue.push(child);
      }
    }
  }
  return { kinds, width, next, depth, ends };
}
