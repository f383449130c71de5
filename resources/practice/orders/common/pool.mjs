/** The database connection of this instance, lent to one piece of work at a time, in order of arrival. */

/** The connection was not free in time. The service answers 503. */
export class PoolBusy extends Error {}

export function createPool(connection, { waitLimitMs }) {
  const queue = [];
  let lent = false;

  const acquire = () => {
    if (!lent) {
      lent = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const place = { resolve };
      place.timer = setTimeout(() => {
        queue.splice(queue.indexOf(place), 1);
        reject(new PoolBusy(`the database connection was not free within ${waitLimitMs} ms`));
      }, waitLimitMs);
      queue.push(place);
    });
  };

  const release = () => {
    const next = queue.shift();
    if (next === undefined) {
      lent = false;
      return;
    }
    clearTimeout(next.timer);
    next.resolve();
  };

  return {
    /** Runs `work(connection)` when it is this caller's turn; the connection is lent until `work` settles. */
    async use(work) {
      await acquire();
      try {
        return await work(connection);
      } finally {
        release();
      }
    },
    waiting: () => queue.length,
  };
}
