import { createHash } from 'node:crypto';

export interface AllowedContent {
  readonly script: string;
  readonly style: string;
  /** Data from where the page came from: the stream of a run in progress. Default false. */
  readonly sameOrigin?: boolean;
}

/**
 * A Content-Security-Policy that lets the page run this one script and apply this one style sheet, each by its sum, and
 * nothing else: it loads nothing, and what a bot's text may smuggle into it does not run. Pictures may be part of the page.
 */
export function contentPolicy({ script, style, sameOrigin = false }: AllowedContent): string {
  return [
    "default-src 'none'",
    `script-src ${sumOf(script)}`,
    `style-src ${sumOf(style)}`,
    'img-src data:',
    ...(sameOrigin ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** Hash of the exact text between the tags. (CSP 3, 2.3.1) */
function sumOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
