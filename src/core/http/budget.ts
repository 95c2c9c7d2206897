/** Keeps a dead vendor from being hammered: repeats are paid from a purse that failing calls cannot fill. */
export interface RetryBudget {
  /** Pays for one repeat; false = none left, fail now. */
  spend(): boolean;
  /** A call ended after so many repeats. */
  settle(repeats: number, succeeded: boolean): void;
}

const fullPurse = 10;
/** Over many failing calls: one request each and half a repeat, 1.5 in all. */
const allowance = 0.5;

/** A call that succeeds gives back what its repeats cost, so a shaky vendor is read to its end. */
export function createRetryBudget(): RetryBudget {
  let purse = fullPurse;
  return {
    spend() {
      if (purse < 1) {
        return false;
      }
      purse -= 1;
      return true;
    },
    settle(repeats, succeeded) {
      purse = Math.min(fullPurse, purse + allowance + (succeeded ? repeats : 0));
    },
  };
}
