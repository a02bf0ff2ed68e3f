import { InputError } from "../../check/index.js";
import type { Choice } from "../encoding.js";
import type { PartKind } from "../parts/registry.js";
import { categorical } from "./categorical.js";
import type { Head, HeadNeeds } from "./contract.js";
import { gaussianBox, WEIGHT_SETTINGS } from "./gaussian-box.js";
import { jointHead } from "./joint-head.js";

const REMEDIES: Readonly<Record<Choice["of"], string>> = Object.freeze({
  command: "set encoding.scale to command",
  target: "set encoding.scale to target",
  step: "set encoding.kind to fleet",
});

type ChoiceHeadKind = PartKind<HeadNeeds, Head, typeof WEIGHT_SETTINGS>;

/** Normal routing weights, and one of the 2k + 1 scale commands. */
export const categoricalScaleKind = choiceHeadKind("categorical-scale", "command");

/** Normal routing weights, and one of the fleet's N sizes. */
export const targetFleetKind = choiceHeadKind("target-fleet", "target");

/** One of the commands that the encoding lists, and normal numbers before it where the encoding reads any. */
export const fleetScaleKind = choiceHeadKind("fleet-scale", "step");

/** A head that draws routing weights from normal distributions and, last, makes the choice that the encoding reads. */
function choiceHeadKind(kind: string, of: Choice["of"]): ChoiceHeadKind {
  return {
    kind,
    settings: WEIGHT_SETTINGS,
    make({ logStdInit, sharedDeviation = false }, { actionLength, choice }) {
      if (choice?.of !== of)
        throw new InputError(
          `policy.head ${kind} chooses a ${of}, but encoding.scale reads ${choice === undefined ? "numbers of any size" : `a ${choice.of}`}: ${REMEDIES[of]}`,
        );
      const weights = actionLength - 1;
      if (weights === 0) return categorical(choice.count);
      const options = { logStdInit, sharedEntries: sharedDeviation ? weights : 0 };
      return jointHead(gaussianBox(weights, options), categorical(choice.count));
    },
  };
}
