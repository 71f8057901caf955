import type { Files } from './linux.ts';

/** The container that a program runs in. */
export interface Container {
  /** Which kind, in its own word. */
  readonly by: string;
  /** Its id, made anew with every container; null where nothing in it tells. */
  readonly id: string | null;
}

/** What runs a container leaves its id in the names of groups and of what it mounts. */
const traces: readonly (readonly [RegExp, string])[] = [
  [/\/docker[/-]([0-9a-f]{64})/, 'docker'],
  [/\/docker\/containers\/([0-9a-f]{64})\//, 'docker'],
  [/\/libpod-([0-9a-f]{64})/, 'podman'],
  [/\/overlay-containers\/([0-9a-f]{64})\//, 'podman'],
  [/cri-containerd[-:]([0-9a-f]{64})/, 'containerd'],
  [/\/crio-([0-9a-f]{64})/, 'cri-o'],
  [/\/kubepods[^\n]*\/([0-9a-f]{64})/, 'kubernetes'],
  [/\/containerd\/[^\n]*\/([0-9a-f]{64})\//, 'containerd'],
  [/\/lxc(?:\.payload\.|\/)([A-Za-z0-9._-]+)/, 'lxc'],
];

/** The type of what is mounted at `/`, behind the dash of its line. */
const rootType = (mounts: string): string => /^\d+ \d+ \S+ \S+ \/ [^\n]* - (\S+)/m.exec(mounts)?.[1] ?? '';

/** The container around this process, by what is left of it in files; null where nothing speaks of one. */
export function containerIn(files: Files): Container | null {
  const mounts = files.text('proc/self/mountinfo') ?? '';
  const groups = files.text('proc/self/cgroup') ?? '';
  // A host mounts what is inside of its containers as well, but not over its own files.
  const ownMounts = mounts.split('\n').filter((line) => /^\d+ \d+ \S+ \S+ \/etc\/(hostname|hosts|resolv\.conf) /.test(line));
  const text = [groups, ...ownMounts].join('\n');
  for (const [pattern, by] of traces) {
    const id = pattern.exec(text)?.[1];
    if (id !== undefined) return { by, id };
  }
  const podman = files.text('run/.containerenv');
  if (podman !== null) return { by: 'podman', id: /^id="([0-9a-f]{64})"/m.exec(podman)?.[1] ?? null };
  const told = files.text('run/systemd/container')?.trim();
  if (told) return { by: told, id: null };
  // This file alone may be left of an image that a disk was made from: then what is mounted at `/` is a disk.
  const isLayered = /^(overlay|aufs|fuse-overlayfs)$/.test(rootType(mounts));
  return files.text('.dockerenv') !== null && isLayered ? { by: 'docker', id: null } : null;
}
