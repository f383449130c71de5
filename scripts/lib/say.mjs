// What these scripts tell a person goes to stderr; stdout belongs to the command that is run.

export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** A failure with its remedy: what failed and where, why, what to do. Shown without a stack. */
export class Trouble extends Error {
  constructor(what, { why = '', remedy = '' } = {}) {
    super([what, why && `  why: ${why}`, remedy && `  do:  ${remedy}`].filter(Boolean).join('\n'));
    this.name = 'Trouble';
    this.what = what;
  }
}

/** Ends the script: a Trouble in words, anything else as the defect it is (70). */
export function die(error) {
  if (error instanceof Trouble) {
    say(`\nholdpoint: ${error.message}`);
    process.exit(1);
  }
  say(`\nholdpoint: a defect in its own scripts\n${error?.stack ?? error}`);
  process.exit(70);
}

/** Words for the errors of the file system that a person can do something about. */
export function fileTrouble(error, what, folder) {
  const known = {
    ENOSPC: [`no space left under ${folder}`, `free about 1 GB there, or set XDG_CACHE_HOME to another disk`],
    EDQUOT: [
      `your quota under ${folder} is used up`,
      'free about 1 GB, or set XDG_CACHE_HOME to another disk',
    ],
    EACCES: [`no permission to write in ${folder}`, `give yourself that folder: it may belong to root`],
    EROFS: [`${folder} is on a read-only file system`, 'set XDG_CACHE_HOME to a folder that can be written'],
  }[error?.code];
  return known ? new Trouble(what, { why: known[0], remedy: known[1] }) : error;
}
