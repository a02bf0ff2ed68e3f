import { RandomStream } from "../../random/index.js";

/**
 * The marked request streams of a batch: gap to the next arrival, demand and routing draw of each request, from substreams
 * of the cluster's seed. One mark of each kind is drawn a request, whatever the controller does with it, so all
 * controllers meet the same requests.
 */
export class RequestStreams {
  readonly gaps: RandomStream[] = [];
  readonly demands: RandomStream[] = [];
  readonly routes: RandomStream[] = [];
  /** Unit exponential that is left to the next arrival: gaps are used up at the current arrival rate. */
  readonly gapLeft: Float64Array;

  constructor(batch: number) {
    this.gapLeft = new Float64Array(batch);
  }

  /** Starts the streams of cluster `b` afresh. */
  reset(b: number, seed: number): void {
    this.gaps[b] = RandomStream.of(seed, "arrivals");
    this.demands[b] = RandomStream.of(seed, "demands");
    this.routes[b] = RandomStream.of(seed, "routing");
    this.gapLeft[b] = this.gaps[b].exponential();
  }
}
