import { createRequire } from "node:module";

/** A kind of things that the user defines in this process, and that the processes and threads which work for it must know, too. */
export interface DefinitionKind {
  /** Absolute path of a module. */
  readonly module: string;
  /** The function that it exports, which takes one source and makes its thing known. */
  readonly receiver: string;
  /** What the things of this process are made of, as plain data, in the order in which they were defined. */
  sources(): readonly unknown[];
}

/** Sources of one kind on their way to another process or thread. */
export interface SentDefinitions {
  readonly module: string;
  readonly receiver: string;
  readonly sources: readonly unknown[];
}

const kinds: DefinitionKind[] = [];

/** Whatever of this kind is defined in this process is known wherever it has work done: `ProcessPool`, threads of environments. */
export function shareDefinitions(kind: DefinitionKind): void {
  kinds.push(kind);
}

/** All that this process has defined, as it goes to another one. */
export function sentDefinitions(): readonly SentDefinitions[] {
  return kinds
    .map(({ module, receiver, sources }) => ({ module, receiver, sources: sources() }))
    .filter(({ sources }) => sources.length > 0);
}

/** Makes known here what another process has defined. @throws InputError as the receivers. */
export function receiveDefinitions(sent: readonly SentDefinitions[]): void {
  const load = createRequire(__filename);
  for (const { module, receiver, sources } of sent) {
    const { [receiver]: receive } = load(module) as Readonly<Record<string, (source: unknown) => void>>;
    for (const source of sources) receive(source);
  }
}
