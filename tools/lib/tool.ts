import { spawn } from 'node:child_process';
import { delimiter, resolve } from 'node:path';
import { root } from './report.ts';

export interface ToolResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const bin = resolve(import.meta.dirname, '../../node_modules/.bin');

/** Runs a program of the workspace at the root of the tree that is checked, and waits for its output. */
export function runTool(name: string, args: readonly string[]): Promise<ToolResult> {
  return new Promise((done, fail) => {
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`, NO_COLOR: '1', FORCE_COLOR: '0' };
    const child = spawn(resolve(bin, name), args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? 1, out, err }));
  });
}

/** The path as findings print it: relative to the root. */
export const relativeToRoot = (path: string): string => (path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path);
