/** One HTTP exchange, straight or through a target's connection. Redirects are answers, never followed. */
import { request as httpRequestOf, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequestOf } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect as tlsConnect } from 'node:tls';
import { fail, ok, type Result } from '@domain/kernel/result';
import type { Connection } from '../ports';
import { type HttpFailureCode, httpFailure } from './http-failure';

export interface HttpRequest {
  readonly method: string;
  /** http: or https: only. */
  readonly url: string;
  readonly body: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** null asks from this machine. */
  readonly via: Pick<Connection, 'forward'> | null;
  /** For everything: connecting, sending and the whole answer. */
  readonly timeoutMs: number;
  /** A longer body is a failure, not a cut body. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; repeated ones joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Never rejects. Every status is an answer, also 500; failures are about not getting one (HttpFailureCode). */
export async function httpRequest(request: HttpRequest): Promise<Result<HttpResponse>> {
  const url = parseUrl(request.url);
  if (url === null)
    return fail('http_bad_url', `"${request.url}" is no http: or https: address`, { url: request.url });
  if (request.signal.aborted) return httpFailure('http_aborted', request.url, 'stopped before it was sent');
  const limit = new AbortController();
  const onAbort = () => limit.abort('http_aborted' satisfies HttpFailureCode);
  request.signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => limit.abort('http_timeout' satisfies HttpFailureCode), request.timeoutMs);
  try {
    return await untilAborted(exchange(request, url, limit.signal), request, limit.signal);
  } finally {
    clearTimeout(timer);
    request.signal.removeEventListener('abort', onAbort);
  }
}

function parseUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url : null;
}

/** Opening a stream through a target cannot be cancelled, so its caller stops waiting instead. */
function untilAborted(
  answer: Promise<Result<HttpResponse>>,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Result<HttpResponse>> {
  const aborted = new Promise<Result<HttpResponse>>((resolve) => {
    const stop = () => {
      const code = signal.reason as HttpFailureCode;
      const why = code === 'http_timeout' ? `no whole answer within ${request.timeoutMs} ms` : 'stopped here';
      resolve(httpFailure(code, request.url, why));
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([answer, aborted]);
}

async function exchange(request: HttpRequest, url: URL, signal: AbortSignal): Promise<Result<HttpResponse>> {
  if (request.via === null) return send(request, url, signal, null);
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const stream = await request.via.forward(url.hostname.replace(/^\[|\]$/g, ''), port);
  if (!stream.ok) return httpFailure('http_unreachable', request.url, stream.error.message);
  if (signal.aborted) stream.value.destroy();
  return send(request, url, signal, stream.value);
}

function send(
  request: HttpRequest,
  url: URL,
  signal: AbortSignal,
  stream: Duplex | null,
): Promise<Result<HttpResponse>> {
  return new Promise((resolve) => {
    const secure = url.protocol === 'https:';
    const options: RequestOptions = {
      method: request.method,
      headers: { connection: 'close', ...request.headers, ...bodyHeaders(request.body) },
      signal,
      agent: false,
    };
    if (stream !== null) {
      stream.on('error', () => undefined); // reported by the request
      options.createConnection = () =>
        secure ? tlsConnect({ socket: stream, servername: url.hostname }) : stream;
    }
    const outgoing = (secure ? httpsRequestOf : httpRequestOf)(url, options, (response) => {
      collect(response, request).then(
        (result) => {
          if (!result.ok) outgoing.destroy();
          stream?.destroy();
          resolve(result);
        },
        (error: Error) => resolve(httpFailure('http_protocol', request.url, error.message)),
      );
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      stream?.destroy();
      resolve(httpFailure(codeOf(error), request.url, error.message));
    });
    outgoing.end(request.body ?? undefined);
  });
}

const bodyHeaders = (body: string | null): Record<string, string> =>
  body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };

async function collect(response: IncomingMessage, request: HttpRequest): Promise<Result<HttpResponse>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > request.maxBytes)
      return httpFailure(
        'http_too_large',
        request.url,
        `the answer is longer than ${request.maxBytes} bytes`,
      );
    chunks.push(chunk);
  }
  if (response.statusCode === undefined)
    return httpFailure('http_protocol', request.url, 'the answer has no status');
  const headers = Object.entries(response.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return ok({
    status: response.statusCode,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: new Uint8Array(Buffer.concat(chunks)),
  });
}

function codeOf(error: NodeJS.ErrnoException): HttpFailureCode {
  const code = error.code ?? '';
  if (['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'].includes(code)) return 'http_unreachable';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'http_dns';
  if (code.startsWith('ERR_TLS') || code.includes('CERT') || code.startsWith('ERR_SSL')) return 'http_tls';
  return 'http_protocol';
}
