export interface PageParts {
  readonly title: string;
  /** Addresses of the script and the style sheet that the build made for this page. */
  readonly script: string;
  readonly style: string;
  /** The origin of both, as VS Code names it (`webview.cspSource`). */
  readonly cspSource: string;
  /** Fresh for each page. */
  readonly nonce: string;
}

/** The document of a webview. Its policy lets nothing run or style it but its own two files, and nothing reach the network. */
export function pageHtml({ title, script, style, cspSource, nonce }: PageParts): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title}</title>
  <link rel="stylesheet" href="${style}">
</head>
<body>
  <main id="root"></main>
  <script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
