/** The shell has no log of its own; what goes wrong here is a line on stderr that names the place. */
export function logLine(place: string, text: string): void {
  process.stderr.write(`holdpoint ${place}: ${text}\n`);
}

/** A defect of the shell ends it with code 70 instead of Electron's dialog, which nobody sees without a desktop. */
export function setupLog(): void {
  const die = (error: unknown) => {
    logLine('shell', error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(70);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
}
