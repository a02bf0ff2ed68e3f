/**
 * The parts of a training run that its configuration chooses: each kind is one file, and one line here. Nothing else knows them
 * by name.
 */
import type { RewardModel } from "../../cluster/index.js";
import type { Encoding, EncodingNeeds } from "../encoding.js";
import { fleetEncodingKind } from "../encodings/fleet/fleet.js";
import { writeupEncodingKind } from "../encodings/writeup.js";
import { categoricalScaleKind, fleetScaleKind, targetFleetKind } from "../policy/choice-heads.js";
import type { Head, HeadNeeds, Network, NetworkNeeds } from "../policy/contract.js";
import { gaussianBoxKind } from "../policy/gaussian-box.js";
import { mlpKind } from "../policy/mlp.js";
import { sharedKind } from "../policy/shared.js";
import { PartRegistry } from "./registry.js";
import { costRewardKind, writeupRewardKind } from "./rewards.js";

/** How clusters look to a policy, and what its action vectors mean. */
export const encodings = new PartRegistry<EncodingNeeds, Encoding>("encoding")
  .register(writeupEncodingKind)
  .register(fleetEncodingKind);

/** What reads observations. */
export const networks = new PartRegistry<NetworkNeeds, Network>("network")
  .register(mlpKind)
  .register(sharedKind);

/** What makes a distribution over action vectors. */
export const heads = new PartRegistry<HeadNeeds, Head>("head")
  .register(gaussianBoxKind)
  .register(categoricalScaleKind)
  .register(targetFleetKind)
  .register(fleetScaleKind);

/** What is learned for. */
export const rewards = new PartRegistry<void, RewardModel>("reward", "model")
  .register(writeupRewardKind)
  .register(costRewardKind);
