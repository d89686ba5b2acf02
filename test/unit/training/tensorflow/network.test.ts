import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Network,
  networkEnvironment,
  proxyFor,
} from '../../../../src/training/engines/tensorflow/installation/network';

const ADDRESS = new URL('https://storage.googleapis.com/file');

function network(environment: NodeJS.ProcessEnv, proxy?: string): Network {
  return { environment, proxy, strictCertificates: true };
}

test('the environment names the proxy, in small or capital letters, with or without a protocol', () => {
  for (const name of ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY']) {
    for (const value of ['http://proxy.example:3128', 'proxy.example:3128']) {
      assert.equal(proxyFor(ADDRESS, network({ [name]: value }))?.host, 'proxy.example:3128', `${name}=${value}`);
    }
  }
});

test("VS Code's proxy is taken where the environment names none", () => {
  assert.equal(proxyFor(ADDRESS, network({}, 'http://editor.example:1'))?.host, 'editor.example:1');
  const both = network({ HTTPS_PROXY: 'http://shell.example:1' }, 'http://editor.example:1');
  assert.equal(proxyFor(ADDRESS, both)?.host, 'shell.example:1');
  assert.equal(proxyFor(ADDRESS, network({})), undefined);
});

test('hosts of NO_PROXY are reached directly', () => {
  const reached = (noProxy: string) =>
    proxyFor(ADDRESS, network({ HTTPS_PROXY: 'http://proxy.example:1', NO_PROXY: noProxy })) === undefined;
  for (const noProxy of ['storage.googleapis.com', '.googleapis.com', 'localhost, googleapis.com', '*.com', '*']) {
    assert.ok(reached(noProxy), noProxy);
  }
  for (const noProxy of ['', 'localhost', 'apis.com', 'storage.googleapis.com:8443']) {
    assert.ok(!reached(noProxy), noProxy);
  }
});

test("npm gets VS Code's proxy, and its leave to trust any certificate", () => {
  assert.deepEqual(
    networkEnvironment({ environment: {}, proxy: 'http://editor.example:1', strictCertificates: false }),
    {
      HTTPS_PROXY: 'http://editor.example:1',
      HTTP_PROXY: 'http://editor.example:1',
      npm_config_strict_ssl: 'false',
    },
  );
  const own = { https_proxy: 'http://shell.example:1' };
  assert.deepEqual(networkEnvironment(network(own, 'http://editor.example:1')), own);
});
