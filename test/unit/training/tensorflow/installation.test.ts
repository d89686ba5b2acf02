import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { CancelledError, UserError } from '../../../../src/errors';
import {
  type InstallationPhase,
  type InstallOptions,
  TensorFlowInstallation,
} from '../../../../src/training/engines/tensorflow/installation/installation';
import type { Machine } from '../../../../src/training/engines/tensorflow/installation/machine';
import { findTensorFlow } from '../../../../src/training/engines/tensorflow/package';
import { BuiltProgram } from '../../builtProgram';
import { ANSWERS, FileServer, mirrorFiles, Proxy } from './mirror';
import { needsTensorFlow } from './realTensorFlow';

const machine: Machine = { platform: 'linux', architecture: 'x64', musl: false, nvidia: false };

const ADDON = 'lib/napi-v8/tfjs_binding.node';

/** The environment of the tests, without what it says of the network. */
function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/_proxy$|^TFJS_|CDN_STORAGE$/i.test(name));
  return { ...Object.fromEntries(own), ...more };
}

/** A folder of programs without npm, for PATH. */
function programsWithoutNpm(folder: string): string {
  const programs = path.join(folder, 'programs');
  mkdirSync(programs);
  for (const name of ['tar', 'gzip', 'sh']) {
    symlinkSync(
      execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(),
      path.join(programs, name),
    );
  }
  return programs;
}

describe('an installation of TensorFlow', { ...needsTensorFlow, concurrency: false }, () => {
  const home = mkdtempSync(path.join(tmpdir(), 'mygpt-installation-'));
  const storage = path.join(home, 'storage');
  const program = new BuiltProgram('src/training/engines/tensorflow/probeChild.ts');
  const installation = new TensorFlowInstallation(path.join(storage, 'tensorflow'), program.script);
  let mirror: FileServer;
  let proxy: Proxy;

  before(async () => {
    mirror = await FileServer.start(mirrorFiles());
    proxy = await Proxy.start();
  });

  after(() => {
    mirror.stop();
    proxy.stop();
    program.remove();
    rmSync(home, { recursive: true });
  });

  function options(more: Partial<InstallOptions> = {}, variables: NodeJS.ProcessEnv = {}): InstallOptions {
    return {
      machine,
      network: {
        environment: environment({ TFJS_NODE_CDN_STORAGE: mirror.address, ...variables }),
        proxy: undefined,
        strictCertificates: true,
      },
      signal: new AbortController().signal,
      onProgress: () => undefined,
      ...more,
    };
  }

  test('is none before it is installed', async () => {
    assert.deepEqual(await installation.state(), { state: 'none' });
  });

  test('that is cancelled in the middle of a download leaves nothing', async () => {
    mirror.answer = ANSWERS.stuck;
    const controller = new AbortController();
    const cancelled = installation.install(
      options({
        signal: controller.signal,
        onProgress: (_phase, fraction = 0) => {
          if (fraction > 0.1) controller.abort();
        },
      }),
    );
    await assert.rejects(cancelled, CancelledError);
    assert.deepEqual(readdirSync(storage), []);
  });

  test('that is cancelled while npm waits ends npm, and leaves nothing', async (context) => {
    mirror.answer = ANSWERS.whole;
    const controller = new AbortController();
    const registry = await FileServer.start(new Map([['/@tensorflow%2ftfjs-node', Buffer.from('{}')]]));
    context.after(() => registry.stop());
    const closed = new Promise<void>((resolve) => {
      registry.answer = (response) => {
        response.once('close', resolve);
        controller.abort();
      };
    });
    const variables = { npm_config_registry: registry.address };
    await assert.rejects(installation.install(options({ signal: controller.signal }, variables)), CancelledError);
    await closed;
    assert.deepEqual(readdirSync(storage), []);
  });

  test('whose server breaks off says so, and leaves nothing', async () => {
    mirror.answer = ANSWERS.brokenOff;
    await assert.rejects(installation.install(options()), {
      name: 'UserError',
      message: /^The download from 127\.0\.0\.1:\d+ broke off\. Check the network/,
    });
    assert.deepEqual(readdirSync(storage), []);
  });

  test('waits for no other window, but says that one is at it', async () => {
    mirror.answer = ANSWERS.whole;
    const lock = `${installation.folder}.lock`;
    writeFileSync(lock, String(process.ppid));
    await assert.rejects(installation.install(options()), /being installed or removed in another window/);
    await assert.rejects(installation.uninstall(), UserError);
    rmSync(lock);
  });

  test('comes from the mirror and the registry by the proxy, and computes', { timeout: 300_000 }, async () => {
    const phases: InstallationPhase[] = [];
    const ready = await installation.install(
      options(
        {
          onProgress: (phase) => {
            if (phases.at(-1) !== phase) phases.push(phase);
          },
        },
        { HTTPS_PROXY: proxy.address, npm_config_prefer_online: 'true' },
      ),
    );
    assert.equal(ready.state, 'ready');
    assert.deepEqual(phases, ['library', 'unpacking', 'packages', 'addon', 'unpacking', 'checking']);
    assert.ok(proxy.hosts.has(new URL(mirror.address).host), 'the proxy led to the mirror');
    assert.ok(proxy.hosts.size > 1, 'the proxy led to the registry');
    assert.deepEqual(readdirSync(storage), ['tensorflow'], 'nothing is left beside it');
    const state = await installation.state();
    assert.equal(state.state, 'ready');
    assert.equal(state.package.name, '@tensorflow/tfjs-node');
    assert.equal(findTensorFlow(installation.folder)?.folder, state.package.folder);
  });

  test('stays when installing it again fails', async () => {
    mirror.answer = ANSWERS.brokenOff;
    await assert.rejects(installation.install(options()), UserError);
    assert.equal((await installation.state()).state, 'ready');
    assert.deepEqual(readdirSync(storage), ['tensorflow']);
  });

  test('that lost its addon is broken', async () => {
    rmSync(path.join(installation.folder, 'node_modules/@tensorflow/tfjs-node', ADDON));
    assert.deepEqual(await installation.state(), {
      state: 'broken',
      reason: 'its native addon (tfjs_binding.node) is missing',
    });
  });

  test(
    'is repaired, also without npm; without an addon for GPUs, the other one serves',
    { timeout: 300_000 },
    async () => {
      mirror.answer = ANSWERS.whole;
      const withGpu = { machine: { ...machine, nvidia: true } };
      proxy.hosts.clear();
      await installation.install(
        options(withGpu, { PATH: programsWithoutNpm(home), HTTPS_PROXY: proxy.address, NO_PROXY: '127.0.0.1' }),
      );
      assert.equal(
        proxy.hosts.size,
        1,
        'the proxy led to the registry, where npm itself came from, and not to the mirror',
      );
      const state = await installation.state();
      assert.equal(state.state, 'ready');
      assert.equal(state.package.name, '@tensorflow/tfjs-node-gpu');
      assert.deepEqual(
        mirror.asked.slice(-2).map((address) => path.basename(address)),
        ['GPU-linux-4.22.0.tar.gz', 'CPU-linux-4.22.0.tar.gz'],
      );
      assert.deepEqual(readdirSync(installation.folder).sort(), ['node_modules', 'package.json']);
    },
  );

  test('that lost its package is broken', async () => {
    rmSync(path.join(installation.folder, 'node_modules/@tensorflow'), { recursive: true });
    assert.deepEqual(await installation.state(), { state: 'broken', reason: 'its package is missing' });
  });

  test('is none after it was removed', async () => {
    await installation.uninstall();
    assert.deepEqual(await installation.state(), { state: 'none' });
    assert.deepEqual(readdirSync(storage), []);
  });
});
