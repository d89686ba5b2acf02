import { execFileSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { requireTensorFlow } from './realTensorFlow';

/** How a server answers when it is asked for a file. */
type Answer = (response: ServerResponse, content: Buffer) => void;

const whole: Answer = (response, content) => response.end(content);

function half(then: (response: ServerResponse) => void): Answer {
  return (response, content) => response.write(content.subarray(0, content.length / 2), () => then(response));
}

/** Answers of a server in trouble. */
export const ANSWERS = {
  whole,
  brokenOff: half((response) => response.destroy()),
  /** Half of it, and then nothing. */
  stuck: half(() => undefined),
} as const;

/** A server of files on this machine. */
export class FileServer {
  answer: Answer = whole;
  /** The paths that were asked for. */
  readonly asked: string[] = [];

  private constructor(
    private readonly server: Server,
    private readonly files: ReadonlyMap<string, Buffer>,
  ) {
    server.on('request', ({ url = '' }, response) => {
      this.asked.push(url);
      const content = this.files.get(url);
      if (!content) response.writeHead(404).end();
      else this.answer(response.setHeader('content-length', content.length), content);
    });
  }

  static async start(files: ReadonlyMap<string, Buffer>): Promise<FileServer> {
    return new FileServer(await listen(createServer()), files);
  }

  get address(): string {
    return addressOf(this.server);
  }

  stop(): void {
    stop(this.server);
  }
}

/**
 * The archives that an installation fetches beside the packages, as a mirror has them: made from the real library. It is
 * linked to, not contained; some ballast lets the download be interrupted. There is no addon for GPUs, as there is none
 * for Windows.
 */
export function mirrorFiles(): ReadonlyMap<string, Buffer> {
  const { folder } = requireTensorFlow();
  const temporary = mkdtempSync(path.join(tmpdir(), 'mygpt-mirror-'));
  try {
    const deps = path.join(temporary, 'deps');
    mkdirSync(deps);
    symlinkSync(path.join(folder, 'deps/lib'), path.join(deps, 'lib'));
    writeFileSync(path.join(deps, 'ballast'), randomFillSync(Buffer.alloc(4_000_000)));
    const library = packed(deps, '.');
    return new Map([
      ['/tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz', library],
      ['/tensorflow/libtensorflow/libtensorflow-gpu-linux-x86_64-2.9.1.tar.gz', library],
      [
        '/tf-builds/pre-built-binary/napi-v8/4.22.0/CPU-linux-4.22.0.tar.gz',
        packed(path.join(folder, 'lib'), 'napi-v8'),
      ],
    ]);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

function packed(folder: string, part: string): Buffer {
  return execFileSync('tar', ['-czf', '-', '-C', folder, part], { maxBuffer: 100_000_000 });
}

/** A proxy on this machine: it connects (CONNECT), and notes whereto. */
export class Proxy {
  readonly hosts = new Set<string>();
  /** Who asks without it is refused. */
  password: string | undefined;

  private constructor(private readonly server: Server) {
    server.on('connect', ({ url = '', headers }, client) => {
      this.hosts.add(url);
      client.on('error', () => client.destroy());
      const expected = this.password === undefined ? undefined : `Basic ${btoa(`me:${this.password}`)}`;
      if (expected !== undefined && headers['proxy-authorization'] !== expected) {
        client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
        return;
      }
      const { hostname, port } = new URL(`http://${url}`);
      const target = connect(Number(port || 80), hostname, () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
      target.on('error', () => client.destroy());
      target.pipe(client).pipe(target);
    });
  }

  static async start(): Promise<Proxy> {
    return new Proxy(await listen(createServer()));
  }

  get address(): string {
    return addressOf(this.server);
  }

  stop(): void {
    stop(this.server);
  }
}

async function listen(server: Server): Promise<Server> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function stop(server: Server): void {
  server.close();
  server.closeAllConnections();
}
