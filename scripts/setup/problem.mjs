/** A failure with a known cause: one line that says what is wrong and what to do. Ends the set-up with exit code 2. */
export class SetupProblem extends Error {
  name = "SetupProblem";
}

const noSpace = /ENOSPC|no space left on device|disk quota exceeded|EDQUOT/i;
const noNetwork =
  /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT|NewConnectionError|ConnectTimeoutError|ReadTimeoutError|NameResolutionError|connection refused|connection broken|network is unreachable|temporary failure in name resolution|could not resolve|timed out/i;
const noPermission = /EACCES|EPERM|EROFS|permission denied|read-only file system/i;

/**
 * The known cause behind what a failed command printed, as the rest of a sentence, or undefined.
 * `source` is what the command was fetching from, in the user's words.
 */
export function knownCause(output, source = "a server") {
  if (noSpace.test(output)) return "the disk is full: free some space and run this again";
  if (noNetwork.test(output)) {
    return `no network: ${source} can't be reached; connect (or set the proxy or mirror that you use) and run this again`;
  }
  if (noPermission.test(output))
    return "a file can't be written: check who owns this folder and run this again";
  return undefined;
}
