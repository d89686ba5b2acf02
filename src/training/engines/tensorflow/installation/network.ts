/** How the network is reached. */
export interface Network {
  /** Whose variables name proxies, mirrors and the registry: HTTPS_PROXY, NO_PROXY … */
  readonly environment: NodeJS.ProcessEnv;
  /** The proxy where the environment names none: VS Code's setting. */
  readonly proxy: string | undefined;
  /** Whether a server's certificate must be a trusted one. */
  readonly strictCertificates: boolean;
}

/** The proxy to reach an address by. As the package's scripts do, what is set for one protocol serves both. */
export function proxyFor(address: URL, { environment, proxy }: Network): URL | undefined {
  if (isExempt(address, read(environment, 'no_proxy') ?? '')) return undefined;
  const names = address.protocol === 'https:' ? ['https_proxy', 'http_proxy'] : ['http_proxy', 'https_proxy'];
  const named = names.map((name) => read(environment, name)).find((value) => value !== undefined) ?? proxy;
  if (named === undefined || named === '') return undefined;
  return new URL(named.includes('://') ? named : `http://${named}`);
}

/** The environment of a program that shall reach the network in the same way. */
export function networkEnvironment({ environment, proxy, strictCertificates }: Network): NodeJS.ProcessEnv {
  const named = read(environment, 'https_proxy') ?? read(environment, 'http_proxy');
  return {
    ...environment,
    ...(named === undefined && proxy !== undefined ? { HTTPS_PROXY: proxy, HTTP_PROXY: proxy } : {}),
    ...(strictCertificates ? {} : { npm_config_strict_ssl: 'false' }),
  };
}

/** NO_PROXY: hosts and domains, with or without a leading dot; `*` is all. */
function isExempt({ hostname, port }: URL, noProxy: string): boolean {
  return noProxy
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const [, name = '', onlyPort] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (onlyPort !== undefined && onlyPort !== port) return false;
      return entry === '*' || hostname === name || hostname.endsWith(`.${name}`);
    });
}

function read(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = environment[name] ?? environment[name.toUpperCase()];
  return value === '' ? undefined : value;
}
