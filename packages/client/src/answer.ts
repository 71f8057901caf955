import { localProblem } from './problem.ts';
import type { Failure, FileAnswer, Problem, Route, Success } from './types.ts';

/** File name of a `Content-Disposition` header (RFC 6266): the extended form wins; folders are cut off. */
export function fileNameOf(disposition: string | null): string {
  const extended = /filename\*\s*=\s*UTF-8''([^;\s]+)/i.exec(disposition ?? '')?.[1];
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition ?? '');
  const name = extended === undefined ? (plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2] ?? '') : decodeSafely(extended);
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return /^\.*$/.test(last) ? 'download' : last;
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Problem).code === 'string' &&
    typeof (value as Problem).status === 'number'
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Turns an HTTP answer into a value or a problem; an answer that is neither (a proxy's page) is a problem of its own. */
export async function readAnswer(route: Route, response: Response): Promise<Success<unknown> | Failure> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  const requestId = response.headers.get('X-Request-Id') ?? '';
  const unexpected = (what: string): Failure => ({
    ok: false,
    problem: localProblem('unexpected-answer', `${response.status} ${response.statusText}: ${what}`.trim(), response.status, requestId),
  });
  if (!response.ok) {
    const problem = parse(text);
    return isProblem(problem) ? { ok: false, problem } : unexpected(text.slice(0, 200));
  }
  const success = { ok: true, status: response.status, etag: response.headers.get('ETag'), requestId } as const;
  if (route.file) {
    const contentType = response.headers.get('Content-Type') ?? 'application/octet-stream';
    const file: FileAnswer = { bytes, text, fileName: fileNameOf(response.headers.get('Content-Disposition')), contentType };
    return { ...success, value: file };
  }
  const value = parse(text);
  return value === undefined ? unexpected('the body is not JSON') : { ...success, value };
}
