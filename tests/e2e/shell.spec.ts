/** The shell's promises (TRUST 4.1), seen in the running app; nothing here depends on what the window shows. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { commandLine, expect, type LaunchedApp, temporaryFolder, test } from './support/app';

async function corePids({ app }: LaunchedApp): Promise<number[]> {
  return app.evaluate(({ app: electron }) =>
    electron
      .getAppMetrics()
      .filter((process) => process.type === 'Utility' && process.name === 'Holdpoint core')
      .map((process) => process.pid),
  );
}

test('the window is sandboxed, isolated and without Node', async ({ launchApp }) => {
  const { app, page } = await launchApp();
  const preferences = await app.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .map((contents) =>
        (contents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences(),
      ),
  );
  expect(preferences).toHaveLength(1);
  for (const one of preferences) {
    expect(one).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false });
    expect(one).toMatchObject({ webSecurity: true, webviewTag: false });
  }
  expect(page.url()).toBe('holdpoint://app/');
  expect(
    await page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in window)),
  ).toEqual([]);
  expect(
    await page.evaluate(() => Object.keys((window as never as { holdpoint: object }).holdpoint).sort()),
  ).toEqual(['connect', 'onCoreState', 'shell']);
});

test('nothing is requested from outside of the app, and what tries is blocked', async ({ launchApp }) => {
  const { page } = await launchApp();
  const urls: string[] = [];
  page.on('request', (request) => urls.push(request.url()));
  await page.reload();
  expect(urls.length).toBeGreaterThan(0);
  expect(urls.filter((url) => !url.startsWith('holdpoint://app/') && !url.startsWith('data:'))).toEqual([]);
  const fetched = await page.evaluate(() =>
    fetch('https://example.com/').then(
      () => 'answered',
      () => 'blocked',
    ),
  );
  expect(fetched).toBe('blocked');
});

test('the policy comes as a header, with a nonce of its own for each load', async ({ launchApp }) => {
  const { page } = await launchApp();
  const nonces = new Set<string>();
  for (let load = 0; load < 2; load += 1) {
    const response = await page.reload();
    const policy = (await response?.allHeaders())?.['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'none'");
    expect(policy).not.toContain('unsafe');
    const nonce = await page.getAttribute('meta[name="csp-nonce"]', 'content');
    expect(policy).toContain(`'nonce-${nonce}'`);
    nonces.add(nonce ?? '');
  }
  expect(nonces.size).toBe(2);
});

test('inline script does not run, and style without the nonce does not apply', async ({ launchApp }) => {
  const { page } = await launchApp();
  const seen = await page.evaluate(() => {
    const page = window as unknown as { injected?: boolean };
    const host = document.createElement('div');
    host.innerHTML = '<img src="data:," onerror="window.injected = true">';
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    const style = document.createElement('style');
    style.textContent = 'html { outline-width: 7px; outline-style: solid }';
    document.head.append(host, script, style);
    const probe = new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return probe.then(() => [
      page.injected ?? false,
      getComputedStyle(document.documentElement).outlineWidth,
    ]);
  });
  expect(seen[0]).toBe(false);
  expect(seen[1]).not.toBe('7px');
});

test('the page can open no window and go nowhere else', async ({ launchApp }) => {
  const { app, page } = await launchApp();
  expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
  await page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  await page.evaluate(() => {
    location.href = 'file:///etc/passwd';
  });
  expect(page.url()).toBe('holdpoint://app/');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('permissions are denied', async ({ launchApp }) => {
  const { page } = await launchApp();
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone'] as PermissionName[];
    return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state));
  });
  expect(new Set(states)).toEqual(new Set(['denied']));
});

test('a call with a wrong or an excessive input is refused with a code', async ({ launchApp }) => {
  const { page } = await launchApp();
  const replies = await page.evaluate(async () => {
    const { shell } = (
      window as unknown as { holdpoint: { shell: Record<string, (input: unknown) => unknown> } }
    ).holdpoint;
    const inputs: unknown[] = [
      undefined,
      null,
      'x',
      { purpose: 'other' },
      { purpose: 'export', path: '/etc' },
    ];
    const unknownToken = { token: crypto.randomUUID() };
    return Promise.all([
      ...inputs.map((input) => shell.chooseFolder?.(input)),
      shell.openFolder?.(unknownToken),
    ]);
  });
  const codes = (replies as { ok: boolean; error?: { code: string } }[]).map((reply) => reply.error?.code);
  expect(codes).toEqual([...Array(5).fill('bad_request'), 'not_found']);
});

test('a picked folder reaches the window as a token and a label only', async ({ launchApp }) => {
  const { page } = await launchApp({ choose: '/tmp/some place' });
  const reply = await page.evaluate(() =>
    (
      window as unknown as { holdpoint: { shell: { chooseFolder(input: unknown): Promise<unknown> } } }
    ).holdpoint.shell.chooseFolder({ purpose: 'workspace' }),
  );
  expect(reply).toEqual({
    ok: true,
    value: { token: expect.stringMatching(/^[0-9a-f-]{36}$/), label: 'some place' },
  });
});

test('core is a process of its own; when it is killed it comes back and the window gets a new port', async ({
  launchApp,
}) => {
  const launched = await launchApp();
  await expect.poll(() => corePids(launched)).toHaveLength(1);
  const [first] = await corePids(launched);
  const main = launched.app.process().pid;
  expect(first).not.toBe(main);
  // The window asked for a port of its own; once it has answers over it, every further port is ours to count.
  await expect(launched.page.getByRole('button', { name: /Good release 1\.5\.0/ })).toBeEnabled();
  await launched.page.evaluate(() => {
    const page = window as unknown as { ports: number; holdpoint: { connect(): void } };
    page.ports = 0;
    window.addEventListener('message', (event) => {
      if (event.data?.type === 'holdpoint:port' && event.ports.length === 1) page.ports += 1;
    });
    page.holdpoint.connect();
  });
  const ports = () => launched.page.evaluate(() => (window as unknown as { ports: number }).ports);
  await expect.poll(ports).toBe(1);
  process.kill(first ?? 0, 'SIGKILL');
  await expect.poll(ports).toBe(2);
  await expect.poll(async () => (await corePids(launched)).filter((pid) => pid !== first)).toHaveLength(1);
});

test('a second start on the same data ends at once with a line', async ({ launchApp }) => {
  const { dataDir } = await launchApp();
  const folder = temporaryFolder();
  const { executable, args, env } = await commandLine({ dataDir }, folder);
  const second = spawn(executable, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  second.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  const [code] = await once(second, 'close');
  expect(code).toBe(0);
  expect(output).toContain(`already open on ${dataDir}`);
});
