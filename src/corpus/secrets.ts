/** Folders whose files hold keys and log-ins. */
const SECRET_FOLDERS: ReadonlySet<string> = new Set([
  ...['.aws', '.azure', '.docker', '.gcloud', '.gnupg', '.kube', '.ssh', '.password-store', '.secrets', 'secrets'],
]);

/** Names of files that tend to hold secrets. Rather one file too many is left out than a password learnt. */
const SECRET_NAMES: readonly RegExp[] = [
  /^\.env($|[._-])/i,
  /\.env$/i,
  /^\.envrc$/i,
  // keys and certificates
  /\.(pem|key|p12|pfx|pkcs12|p8|der|crt|cer|jks|keystore|bks|ppk|gpg|pgp|asc|ovpn|kdbx?|keychain|keytab|mobileprovision)$/i,
  /^id_(rsa|dsa|ecdsa|ed25519)/i,
  /^(authorized_keys|known_hosts)$/i,
  // log-ins of tools
  /^[._]?(netrc|npmrc|yarnrc\.yml|pypirc|pgpass|my\.cnf|htpasswd|dockercfg|dockerconfigjson|git-credentials|boto|s3cfg)$/i,
  /^(\.?kubeconfig|.*\.kubeconfig|kubeconfig\..*)$/i,
  /\.(tfstate|tfvars)(\.|$)/i,
  /^(service[-_]?account|client[-_]?secret|gcp[-_]?key|firebase[-_]?adminsdk).*\.json$/i,
  /-firebase-adminsdk-.*\.json$/i,
  // by what they say they are
  /^\.?(credentials?|secrets?)([._-]|$)/i,
  // A file of passwords or tokens holds data; PasswordInput.tsx, token.py and tokenizer.json are about something else.
  /^(|.*[._-])(credentials?|secrets?|passwords?|passwd|tokens?)([_-][^.]*)?(\.(json|ya?ml|toml|ini|cfg|conf|txt|xml|properties|plist))?$/i,
];

/** Formats that are secrets wherever they stand. Every repetition is bounded, so that a search takes linear time. */
const SECRET_CONTENTS: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY( BLOCK)?-----/,
  /\bPuTTY-User-Key-File-\d/,
  /\bAGE-SECRET-KEY-1[0-9A-Z]{50}/,
  /\b(AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\b/, // Amazon
  /\baws_secret_access_key["']?\s*[=:]\s*["']?[\w/+]{40}/i,
  /\bgh[oprsu]_[A-Za-z0-9]{36}/, // GitHub
  /\bgithub_pat_\w{22}/,
  /\bglpat-[\w-]{20}/, // GitLab
  /\bxox[abeoprs]-[\w-]{10}/, // Slack
  /\bhooks\.slack\.com\/services\/T\w{1,20}\/B\w{1,20}\/\w{16}/,
  /\bsk-([A-Za-z0-9]{20}|(proj|svcacct|admin|ant|or)-[\w-]{20})/, // OpenAI, Anthropic
  /\b[rs]k_live_[A-Za-z0-9]{16}/, // Stripe
  /\bAIza[\w-]{35}/, // Google
  /\bya29\.[\w-]{20}/,
  /\bGOCSPX-[\w-]{28}/,
  /"private_key"\s*:\s*"-----BEGIN/,
  /\bAccountKey=[\w+/]{40}/, // Azure
  /\bnpm_[A-Za-z0-9]{36}/,
  /\bpypi-AgE[\w-]{50}/,
  /\bhf_[A-Za-z0-9]{30}/, // Hugging Face
  /\bSG\.[\w-]{16,30}\.[\w-]{32}/, // SendGrid
  /\bdop_v1_[a-f0-9]{64}/, // DigitalOcean
  /\bshp(at|ca|pa|ss)_[a-fA-F0-9]{32}/, // Shopify
  /\b\d{8,10}:AA[\w-]{33}/, // Telegram
  /\beyJ[\w-]{10,300}\.eyJ[\w-]{10,4000}\.[\w-]{10}/, // JSON Web Token
];

/** @param path with `/` between its parts */
export function hasSecretPath(path: string): boolean {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  return hasSecretName(name) || folders.some(isSecretFolder);
}

export function isSecretFolder(name: string): boolean {
  return SECRET_FOLDERS.has(name.toLowerCase());
}

export function hasSecretName(name: string): boolean {
  return SECRET_NAMES.some((pattern) => pattern.test(name));
}

export function holdsSecret(text: string): boolean {
  return SECRET_CONTENTS.some((pattern) => pattern.test(text));
}
