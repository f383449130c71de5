import { spawnSync } from 'node:child_process';

/** Whether a normal user may make a user namespace; true where it cannot be asked, so that Electron itself tells. */
export function hasUserNamespaces() {
  if (process.platform !== 'linux') return true;
  const asked = spawnSync('unshare', ['--user', '--map-root-user', 'true'], { stdio: 'ignore' });
  return asked.error !== undefined || asked.status === 0;
}
