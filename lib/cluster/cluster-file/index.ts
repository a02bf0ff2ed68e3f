export { clusterFileSchema, type DescribedCluster, readClusterFile } from "./read-cluster-file.js";
