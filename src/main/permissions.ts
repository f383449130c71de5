import { session } from 'electron';
import { logLine } from './log';

/** Copying sanitised text is all the page may do beyond showing itself. */
const allowedPermissions = new Set(['clipboard-sanitized-write']);
const ownSchemes = new Set(['holdpoint:', 'devtools:', 'data:', 'blob:']);

/** Denies devices, capture and permissions, and stops every request that would leave the app. */
export function setupPermissions(): void {
  const own = session.defaultSession;
  own.setPermissionRequestHandler((_contents, permission, reply) =>
    reply(allowedPermissions.has(permission)),
  );
  own.setPermissionCheckHandler((_contents, permission) => allowedPermissions.has(permission));
  own.setDevicePermissionHandler(() => false);
  own.setDisplayMediaRequestHandler((_request, reply) => reply({}));
  own.on('will-download', (event) => event.preventDefault());
  own.webRequest.onBeforeRequest((request, reply) => {
    const leaves = !URL.canParse(request.url) || !ownSchemes.has(new URL(request.url).protocol);
    if (leaves) logLine('permissions', 'a request that would leave the app was blocked');
    reply({ cancel: leaves });
  });
}
