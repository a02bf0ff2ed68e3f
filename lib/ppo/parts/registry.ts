import { z } from "zod";

/** Settings of a part in a configuration: which kind it is, and what that kind is told. Plain JSON. */
export type PartSettings = Readonly<Record<string, unknown>>;

/** One kind of a part: what it is told, and how it is made. */
export interface PartKind<Needs, Part, Shape extends z.ZodRawShape = z.ZodRawShape> {
  /** Its name in a configuration, e.g. "gaussian-box". */
  readonly kind: string;
  /** Schema of each setting. */
  readonly settings: Shape;
  /** @param needs what the part must fit. @throws RangeError where it can't. */
  make(settings: z.infer<z.ZodObject<Shape>>, needs: Needs): Part;
}

/** A kind as the registry keeps it: its settings are checked by `schema` alone. */
interface Registered<Needs, Part> {
  readonly schema: z.ZodType<PartSettings>;
  make(settings: never, needs: Needs): Part;
}

/**
 * All kinds of one sort of part, by name. A configuration says which one it wants; who asks for the part knows none of them.
 * A process knows the kinds that its own modules have registered.
 */
export class PartRegistry<Needs, Part> {
  readonly #kinds = new Map<string, Registered<Needs, Part>>();

  /**
   * @param sort what the parts are, for messages: "head".
   * @param key the setting that names the kind.
   */
  constructor(
    readonly sort: string,
    readonly key = "kind",
  ) {}

  /** Names of the kinds, in the order in which they were registered. */
  get kinds(): readonly string[] {
    return [...this.#kinds.keys()];
  }

  /**
   * Adds a kind.
   * @throws RangeError where there is one of that name.
   * @example
   * const greetings = new ppo.PartRegistry<string, string>("greeting");
   * greetings.register({ kind: "hello", settings: {}, make: (_, name) => `Hello, ${name}` });
   * greetings.make({ kind: "hello" }, "Ada"); // -> "Hello, Ada"
   */
  register<Shape extends z.ZodRawShape>({ kind, settings, make }: PartKind<Needs, Part, Shape>): this {
    if (this.#kinds.has(kind))
      throw new RangeError(`a ${this.sort} is called ${JSON.stringify(kind)} already`);
    const schema = z.strictObject({ [this.key]: z.literal(kind), ...settings });
    this.#kinds.set(kind, { schema: schema as unknown as z.ZodType<PartSettings>, make });
    return this;
  }

  /** Checks settings in a configuration by their kind's schema. */
  readonly schema: z.ZodType<PartSettings> = z.unknown().transform((settings, context): PartSettings => {
    const kind = this.#kinds.get(this.#nameIn(settings));
    if (kind === undefined) {
      context.addIssue({ code: "custom", path: [this.key], message: this.#unknown() });
      return z.NEVER;
    }
    const parsed = kind.schema.safeParse(settings);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) context.addIssue({ ...issue });
    return z.NEVER;
  });

  /** The part of checked settings. @throws RangeError on an unknown kind, or where it can't be made to fit. */
  make(settings: PartSettings, needs: Needs): Part {
    const kind = this.#kinds.get(this.#nameIn(settings));
    if (kind === undefined)
      throw new RangeError(`${this.key} is ${JSON.stringify(settings[this.key])}: ${this.#unknown()}`);
    return kind.make(settings as never, needs);
  }

  /**
   * Settings with changes, which are yet to be checked. Another kind inherits nothing; of the same one, a setting that is an
   * object (weights by name) is changed key by key.
   */
  changed(base: PartSettings, changes: PartSettings = {}): PartSettings {
    const { [this.key]: kind = base[this.key] } = changes;
    if (kind !== base[this.key]) return changes;
    const merged = Object.entries(changes).map(([name, value]) => [
      name,
      isPlainObject(base[name]) && isPlainObject(value) ? { ...base[name], ...value } : value,
    ]);
    return { ...base, ...Object.fromEntries(merged) };
  }

  #nameIn(settings: unknown): string {
    return isPlainObject(settings) ? String(settings[this.key]) : "";
  }

  #unknown(): string {
    return `no ${this.sort} of this kind is registered; known: ${this.kinds.join(", ")}`;
  }
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
