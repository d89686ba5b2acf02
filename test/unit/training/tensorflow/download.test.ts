import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { CancelledError } from '../../../../src/errors';
import { download } from '../../../../src/training/engines/tensorflow/installation/download';
import { NotFoundError } from '../../../../src/training/engines/tensorflow/installation/failures';
import { ANSWERS, FileServer, Proxy } from './mirror';

const CONTENT = Buffer.alloc(300_000, 'content');
const folder = mkdtempSync(path.join(tmpdir(), 'mygpt-download-'));
const file = path.join(folder, 'file');

let server: FileServer;
let proxy: Proxy;

before(async () => {
  server = await FileServer.start(new Map([['/file', CONTENT]]));
  proxy = await Proxy.start();
});

beforeEach(() => {
  server.answer = ANSWERS.whole;
  proxy.hosts.clear();
});

after(() => {
  server.stop();
  proxy.stop();
  rmSync(folder, { recursive: true });
});

async function fetchFile(
  address = `${server.address}/file`,
  environment: NodeJS.ProcessEnv = {},
  signal = new AbortController().signal,
): Promise<readonly number[]> {
  const fractions: number[] = [];
  await download(address, file, {
    network: { environment, proxy: undefined, strictCertificates: true },
    signal,
    onProgress: (fraction) => fractions.push(fraction),
  });
  return fractions;
}

test('a file arrives as it is, and one sees how far it is', async () => {
  const fractions = await fetchFile();
  assert.deepEqual(readFileSync(file), CONTENT);
  assert.equal(fractions.at(-1), 1);
  assert.deepEqual(
    fractions,
    fractions.toSorted((a, b) => a - b),
  );
});

test('a redirection is followed, but not for ever', async () => {
  server.answer = (response, content) => {
    server.answer = ANSWERS.whole;
    response.writeHead(302, { location: '/file' }).end(content);
  };
  await fetchFile();
  assert.deepEqual(readFileSync(file), CONTENT);
  server.answer = (response) => response.writeHead(302, { location: '/file' }).end();
  await assert.rejects(fetchFile(), /answered with status 302/);
});

test('a file that is not there is told from a server that is in trouble', async () => {
  await assert.rejects(fetchFile(`${server.address}/other`), NotFoundError);
  server.answer = (response) => response.writeHead(503).end();
  await assert.rejects(fetchFile(), {
    name: 'UserError',
    message: /^127\.0\.0\.1:\d+ answered with status 503 when asked for \/file\. Try again later/,
  });
});

test('a download that breaks off is an error, and not a short file', async () => {
  server.answer = ANSWERS.brokenOff;
  await assert.rejects(fetchFile(), { name: 'UserError', message: /^The download from 127\.0\.0\.1:\d+ broke off\./ });
});

test('a server that cannot be reached is an error that names it', async () => {
  const gone = await FileServer.start(new Map());
  const { address } = gone;
  gone.stop();
  await assert.rejects(fetchFile(`${address}/file`), {
    name: 'UserError',
    message: /^There is no connection to 127\.0\.0\.1:\d+\. Check the network, and the proxy/,
  });
});

test('a download can be cancelled', async () => {
  server.answer = ANSWERS.stuck;
  await assert.rejects(fetchFile(undefined, {}, AbortSignal.timeout(100)), CancelledError);
  await assert.rejects(fetchFile(undefined, {}, AbortSignal.abort()), CancelledError);
});

test('a file comes by the proxy, with its password', async () => {
  proxy.password = 'secret';
  const { host } = new URL(proxy.address);
  await fetchFile(undefined, { HTTP_PROXY: `http://me:secret@${host}` });
  assert.deepEqual(readFileSync(file), CONTENT);
  assert.deepEqual([...proxy.hosts], [new URL(server.address).host]);
});

test('a proxy that refuses is an error that says so', async () => {
  proxy.password = 'secret';
  await assert.rejects(fetchFile(undefined, { HTTP_PROXY: proxy.address }), {
    name: 'UserError',
    message: /^The proxy refused the connection to 127\.0\.0\.1:\d+\. Check its address and password/,
  });
});
