import { createWriteStream } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import tls from 'node:tls';
import { CancelledError, UserError } from '../../../../errors';
import { explainFailure, NotFoundError } from './failures';
import { type Network, proxyFor } from './network';

export interface DownloadOptions {
  readonly network: Network;
  readonly signal: AbortSignal;
  /** How much of it is there, from 0 to 1; not called if the server does not say how long the file is. */
  readonly onProgress?: (fraction: number) => void;
}

const MAX_REDIRECTS = 5;

/** A server that sends nothing for so long has gone. */
const SILENCE_MILLISECONDS = 60_000;

/**
 * Downloads a file over HTTP or HTTPS, by the proxy that is set.
 *
 * @throws NotFoundError if it is not there
 * @throws UserError if the server, the proxy or the network fails, or the disk is full
 * @throws CancelledError
 */
export async function download(address: string, file: string, options: DownloadOptions): Promise<void> {
  try {
    const response = await get(new URL(address), options, MAX_REDIRECTS);
    countBytes(response, options);
    await pipeline(response, createWriteStream(file), { signal: options.signal });
  } catch (error) {
    throw options.signal.aborted ? new CancelledError() : explainFailure(error, new URL(address).host);
  }
}

function countBytes(response: http.IncomingMessage, { onProgress }: DownloadOptions): void {
  const total = Number(response.headers['content-length']);
  if (!onProgress || !(total > 0)) return;
  let received = 0;
  response.on('data', (chunk: Buffer) => onProgress((received += chunk.length) / total));
}

async function get(address: URL, options: DownloadOptions, redirects: number): Promise<http.IncomingMessage> {
  const response = await request(address, options);
  const { statusCode = 0, headers } = response;
  if (statusCode === 200) return response;
  response.destroy();
  if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined && redirects > 0) {
    return get(new URL(headers.location, address), options, redirects - 1);
  }
  if (statusCode === 404) throw new NotFoundError(`${address.href} is not there.`);
  throw new UserError(
    `${address.host} answered with status ${statusCode} when asked for ${address.pathname}. ` +
      'Try again later, or name a mirror in TFJS_NODE_CDN_STORAGE.',
  );
}

async function request(address: URL, options: DownloadOptions): Promise<http.IncomingMessage> {
  const { network, signal } = options;
  const proxy = proxyFor(address, network);
  const tunnel = proxy && (await openTunnel(address, proxy, options));
  const settings: https.RequestOptions = {
    signal,
    agent: false,
    rejectUnauthorized: network.strictCertificates,
    ...(tunnel ? { createConnection: () => secured(tunnel, address, network) } : {}),
  };
  return new Promise((resolve, reject) => {
    const asked = clientFor(address).get(address, settings, resolve);
    asked.once('error', reject);
    asked.setTimeout(SILENCE_MILLISECONDS, () => asked.destroy(new Error('network timeout')));
  });
}

/** A connection to the address through the proxy (CONNECT), on which the address's own protocol is spoken. */
function openTunnel(address: URL, proxy: URL, { network, signal }: DownloadOptions): Promise<Duplex> {
  const target = `${address.hostname}:${address.port || defaultPort(address)}`;
  return new Promise((resolve, reject) => {
    const asked = clientFor(proxy).request({
      method: 'CONNECT',
      host: proxy.hostname,
      port: proxy.port || defaultPort(proxy),
      path: target,
      headers: { host: target, ...credentials(proxy) },
      agent: false,
      rejectUnauthorized: network.strictCertificates,
      signal,
    });
    asked.once('connect', (response, socket) => {
      if (response.statusCode === 200) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(new Error(`The proxy refused with status ${response.statusCode ?? 'unknown'}.`));
    });
    asked.once('error', reject);
    asked.setTimeout(SILENCE_MILLISECONDS, () => asked.destroy(new Error('network timeout')));
    asked.end();
  });
}

function secured(tunnel: Duplex, { protocol, hostname }: URL, { strictCertificates }: Network): Duplex {
  if (protocol !== 'https:') return tunnel;
  return tls.connect({ socket: tunnel, servername: hostname, rejectUnauthorized: strictCertificates });
}

function credentials({ username, password }: URL): http.OutgoingHttpHeaders {
  if (username === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

function clientFor({ protocol }: URL): typeof http | typeof https {
  return protocol === 'https:' ? https : http;
}

function defaultPort({ protocol }: URL): number {
  return protocol === 'https:' ? 443 : 80;
}
