import { app, Menu } from 'electron';

/** macOS needs a menu for quitting and for copy and paste; elsewhere the page is the whole window. */
export function setupMenu(): void {
  Menu.setApplicationMenu(
    process.platform === 'darwin'
      ? Menu.buildFromTemplate([
          { role: 'appMenu', label: app.name },
          { role: 'editMenu' },
          { role: 'windowMenu' },
        ])
      : null,
  );
}
