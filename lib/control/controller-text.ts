import { parametersByText } from "../check/index.js";
import { type ConfiguredController, createController } from "./registry.js";

/**
 * The controller written as a name with parameters behind colons, for instance "threshold+least-queue:up=0.8:down=0.4":
 * what a cell of a table or a flag holds. Its `name` is the whole text.
 * @throws InputError on an unknown name or parameter, one that is given twice, or a value that isn't a number, "true" or "false".
 * @example
 * control.controllerByText("threshold:up=0.8").parameters.up; // -> 0.8
 * control.controllerByText("threshold:up=high");
 * // throws InputError: controller "threshold:up=high": "up=high" must read parameter=number
 */
export function controllerByText(text: string): ConfiguredController {
  const { name, parameters } = parsedControllerText(text);
  return { ...createController(name, { parameters }), name: text };
}

/**
 * Name and parameters of a controller's text, whether it is a rule's or a trained agent's.
 * @throws InputError on a parameter that is given twice, or a value that isn't a number, "true" or "false".
 * @example
 * control.parsedControllerText("ppo-fleet:price=3"); // -> { name: "ppo-fleet", parameters: { price: 3 } }
 */
export function parsedControllerText(text: string): {
  readonly name: string;
  readonly parameters: Readonly<Record<string, number | boolean>>;
} {
  const [name, ...settings] = text.split(":");
  return { name, parameters: parametersByText(`controller ${JSON.stringify(text)}`, settings) };
}

/**
 * The text that `controllerByText` reads.
 * @example
 * control.controllerText("threshold", { up: 0.8, down: 0.4 }); // -> "threshold:up=0.8:down=0.4"
 */
export function controllerText(name: string, parameters: Readonly<Record<string, number | boolean>>): string {
  return [name, ...Object.entries(parameters).map(([key, value]) => `${key}=${value}`)].join(":");
}
