/** Where data lives unless `--data-dir` says otherwise. The window and the command line must agree on it. */
export interface DataDirFacts {
  /** As `process.platform` says. */
  readonly platform: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Linux: `$XDG_DATA_HOME/holdpoint`, else `~/.local/share/holdpoint`. macOS: `~/Library/Application Support/Holdpoint`.
 * Windows: `%APPDATA%\Holdpoint`. A relative `XDG_DATA_HOME` is ignored, as the XDG base directory specification asks.
 */
export function defaultDataDir({ platform, home, env }: DataDirFacts): string {
  if (platform === 'darwin') return `${home}/Library/Application Support/Holdpoint`;
  if (platform === 'win32') return `${env.APPDATA || `${home}\\AppData\\Roaming`}\\Holdpoint`;
  const xdg = env.XDG_DATA_HOME;
  return `${xdg?.startsWith('/') ? xdg : `${home}/.local/share`}/holdpoint`;
}
