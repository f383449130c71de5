/** Edits (insert, delete, replace, swap of neighbours) that turn one word into another. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (last[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replaced, (last[j] as number) + 1, (row[j - 1] as number) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (before[j - 2] as number) + 1);
      }
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] as number;
}

const MOST_CANDIDATES = 1000;

/** The known word a person most likely meant; undefined when none is close. Long words are not compared. */
export function closest(word: string, known: readonly string[]): string | undefined {
  if (word.length > 64) return undefined;
  const limit = Math.max(1, Math.floor(word.length / 3));
  const plain = (text: string) => text.toLowerCase().replaceAll('-', '_');
  let best: { word: string; distance: number } | undefined;
  for (const candidate of known.slice(0, MOST_CANDIDATES)) {
    if (Math.abs(candidate.length - word.length) > limit) continue;
    const distance = editDistance(plain(word), plain(candidate));
    if (distance <= limit && (best === undefined || distance < best.distance)) {
      best = { word: candidate, distance };
    }
  }
  return best?.word;
}

export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const found = closest(word, known);
  return found === undefined ? undefined : `did you mean "${found}"?`;
}
