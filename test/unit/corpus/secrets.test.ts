import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasSecretName, holdsSecret, isSecretFolder } from '../../../src/corpus/secrets';

const SECRET_NAMES = [
  ...['.env', '.env.local', '.env-production', 'prod.env', '.envrc', '.ENV'],
  ...['server.pem', 'tls.key', 'cert.crt', 'store.p12', 'store.pfx', 'app.jks', 'release.keystore', 'x.kdbx', 'a.gpg'],
  ...['id_rsa', 'id_rsa.pub', 'id_ed25519', 'id_ecdsa_work', 'known_hosts', 'putty.ppk', 'home.ovpn', 'AuthKey.p8'],
  ...['.netrc', '_netrc', '.npmrc', '.pypirc', '.pgpass', '.my.cnf', '.htpasswd', '.git-credentials', '.dockercfg'],
  ...[
    'kubeconfig',
    '.kubeconfig',
    'prod.kubeconfig',
    'kubeconfig.yaml',
    'terraform.tfstate',
    'terraform.tfstate.backup',
  ],
  ...['prod.tfvars', 'prod.tfvars.json', 'service-account.json', 'serviceAccountKey.json', 'client_secret_123.json'],
  ...['app-firebase-adminsdk-x1.json', 'credentials', 'credentials.json', 'Credentials.xml', 'aws-credentials.yml'],
  ...[
    'secrets.yaml',
    'secret.txt',
    '.secrets',
    'secrets.h',
    'app.secrets.toml',
    'passwords.txt',
    'db_password',
    'passwd',
  ],
  ...['token', '.token', 'tokens.json', 'api_token.txt', 'github-token', 'access_token', 'token-prod'],
];

const HARMLESS_NAMES = [
  ...['environment.ts', 'env.ts', '.editorconfig', 'keyboard.ts', 'monkey.md', 'key.ts', 'keys.ts'],
  ...['tokenizer.ts', 'tokenizer.json', 'token.py', 'tokens.go', 'token_utils.py', 'detokenize.c', 'TokenStream.java'],
  ...['PasswordInput.tsx', 'password_reset.html', 'secretary.md', 'credentialed.txt', 'netrc.md', 'README'],
];

for (const name of SECRET_NAMES) {
  test(`${name} may hold a secret by its name`, () => assert.ok(hasSecretName(name)));
}

for (const name of HARMLESS_NAMES) {
  test(`${name} is not taken for a secret`, () => assert.ok(!hasSecretName(name)));
}

test('folders of keys and log-ins are secret', () => {
  for (const name of ['.aws', '.ssh', '.gnupg', '.kube', '.docker', 'secrets', 'Secrets']) {
    assert.ok(isSecretFolder(name), name);
  }
  for (const name of ['aws', 'ssh', 'src', '.github']) assert.ok(!isSecretFolder(name), name);
});

/** Made up, and put together here, so that nobody's scanner for secrets takes this file for a leak. */
const SECRET_CONTENTS: Readonly<Record<string, string>> = {
  'a private key': `-----BEGIN RSA PRIVATE KEY-----\nMIIE`,
  'a private key of another kind': `-----BEGIN PRIVATE KEY-----`,
  'an OpenSSH key': `-----BEGIN OPENSSH PRIVATE KEY-----`,
  'a PGP key': `-----BEGIN PGP PRIVATE KEY BLOCK-----`,
  'a PuTTY key': `PuTTY-User-Key-File-3: ssh-ed25519`,
  'an age key': `AGE-SECRET-KEY-1${'Q'.repeat(58)}`,
  'an Amazon key id': `AKIA${'A1B2'.repeat(4)}`,
  'an Amazon secret': `aws_secret_access_key = ${'a1B+'.repeat(10)}`,
  'a GitHub token': `ghp_${'a1B2'.repeat(9)}`,
  'a fine-grained GitHub token': `github_pat_${'a1B2'.repeat(6)}`,
  'a GitLab token': `glpat-${'a1B2'.repeat(5)}`,
  'a Slack token': `xoxb-123456789012-abc`,
  'a Slack webhook': `https://hooks.slack.com/services/T000/B000/${'x'.repeat(24)}`,
  'an OpenAI key': `sk-${'a1B2'.repeat(12)}`,
  'an OpenAI project key': `sk-proj-${'a1B2'.repeat(12)}`,
  'an Anthropic key': `sk-ant-api03-${'a1B2'.repeat(12)}`,
  'a Stripe key': `sk_live_${'a1B2'.repeat(6)}`,
  'a Google key': `AIza${'a1B2-'.repeat(7)}`,
  'a Google client secret': `GOCSPX-${'a1B2'.repeat(7)}`,
  'an Azure key': `AccountKey=${'a1B+'.repeat(21)}==`,
  'an npm token': `npm_${'a1B2'.repeat(9)}`,
  'a PyPI token': `pypi-AgE${'a1B2'.repeat(15)}`,
  'a Hugging Face token': `hf_${'aBcD'.repeat(9)}`,
  'a SendGrid key': `SG.${'a1B2'.repeat(5)}.${'a1B2'.repeat(10)}`,
  'a DigitalOcean token': `dop_v1_${'a1b2'.repeat(16)}`,
  'a Shopify token': `shpat_${'a1b2'.repeat(8)}`,
  'a Telegram token': `123456789:AA${'a1B'.repeat(11)}`,
  'a JSON Web Token': `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmN`,
};

for (const [about, content] of Object.entries(SECRET_CONTENTS)) {
  test(`${about} makes any file secret`, () => {
    assert.ok(holdsSecret(content));
    assert.ok(holdsSecret(`before\n  key: "${content}"\nafter`));
  });
}

test('text about keys is not taken for a key', () => {
  const texts = [
    '-----BEGIN PUBLIC KEY-----',
    '-----BEGIN CERTIFICATE-----',
    'Set AWS_SECRET_ACCESS_KEY in your environment; ids begin with AKIA.',
    'ghp_ and github_pat_ are prefixes; sk-… is another.',
    '.sk-circle-fade-dot { animation: sk-bounce 1.2s }',
    'task-0123456789abcdefghij risk-averse-people-like-this',
    'const npm_config_registry = process.env.npm_config_registry;',
    'hf_hub_download(repo_id)',
  ];
  for (const text of texts) assert.ok(!holdsSecret(text), text);
});

test('a megabyte of what looks like the beginning of a secret is searched in little time', () => {
  const started = performance.now();
  for (const piece of [
    'sk-',
    'eyJ-',
    'eyJ',
    'xoxb',
    '-----BEGIN ',
    'sk-a-',
    'AccountKey=',
    'SG.a.',
    'SG.',
    '12345678 ',
  ]) {
    holdsSecret(piece.repeat(1_000_000 / piece.length));
  }
  assert.ok(performance.now() - started < 5_000);
});
