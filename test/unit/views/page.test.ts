import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageHtml } from '../../../src/views/page';

const html = pageHtml({
  title: 'MyGPT Training',
  script: 'https://cdn/training.js',
  style: 'https://cdn/training.css',
  cspSource: 'https://cdn',
  nonce: 'n0nce',
});

test('the policy allows the page’s own script and style, and nothing else', () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  assert.equal(
    policy,
    "default-src 'none'; script-src 'nonce-n0nce'; style-src https://cdn; base-uri 'none'; form-action 'none'",
  );
});

test('the page has one script, with the nonce, and no inline code or style', () => {
  assert.deepEqual(html.match(/<script[^>]*>[^<]*/g), ['<script nonce="n0nce" src="https://cdn/training.js">']);
  assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=|unsafe/);
});
