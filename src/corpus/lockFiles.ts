/** What package managers write to pin versions: long, and nobody types it. */
const LOCK_FILES: readonly RegExp[] = [
  /\.lock$/i, // Cargo.lock, yarn.lock, poetry.lock, composer.lock, Gemfile.lock, flake.lock, uv.lock …
  /\.lockfile$/i, // gradle.lockfile, buildscript-gradle.lockfile
  /\.lock\.(json|hcl|yaml|yml|toml)$/i, // packages.lock.json, .terraform.lock.hcl
  /^(package-lock|npm-shrinkwrap|project\.assets|paket\.lock)\.json$/i,
  /^pnpm-lock\.ya?ml$/i,
  /^bun\.lockb$/i,
  /^go\.(sum|work\.sum)$/i,
  /^Package\.resolved$/i,
  /^Cartfile\.resolved$/i,
  /^cabal\.project\.freeze$/i,
];

export function isLockFile(name: string): boolean {
  return LOCK_FILES.some((pattern) => pattern.test(name));
}
