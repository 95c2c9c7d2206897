/** What the campaign prints, and the documentation quotes. */
export const figureOfRuns = (exact: number, runs: number): string =>
  `migration runs ended exactly: ${exact} of ${runs}`;

export const figureOfProcesses = (goal: string, exact: number, runs: number): string =>
  `processes killed with SIGKILL, ${goal}, ended exactly: ${exact} of ${runs}`;
