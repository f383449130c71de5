import { fail } from '@domain/kernel/result';

export type HttpFailureCode =
  | 'http_bad_url'
  | 'http_unreachable'
  | 'http_dns'
  | 'http_tls'
  | 'http_timeout'
  | 'http_too_large'
  | 'http_protocol'
  | 'http_aborted';

const ADVICE: Readonly<Record<HttpFailureCode, string>> = {
  http_bad_url: 'Write for example http://127.0.0.1:8080/healthz.',
  http_unreachable: 'Is the service up and listening on this address, as seen from where it is asked?',
  http_dns: 'Check the host name and the DNS.',
  http_tls: 'Check the certificate: its name, its dates and who signed it.',
  http_timeout: 'The service is slow or stuck; look at its log, or allow more time.',
  http_too_large: 'Ask for less, or raise the limit.',
  http_protocol: 'Is this an HTTP service?',
  http_aborted: 'Nothing is wrong with the service as far as this tells.',
};

export const httpFailure = (code: HttpFailureCode, url: string, why: string) =>
  fail(code, `No answer from ${url}: ${why}. ${ADVICE[code]}`, { url });
