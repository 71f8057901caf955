/** Serialization failure and deadlock (PostgreSQL appendix A): the whole work is done again. */
const retryable = new Set(['40001', '40P01']);
const attempts = 5;

function isCollision(error: unknown): boolean {
  return retryable.has((error as { code?: string } | null)?.code ?? '');
}

/** Does a whole transaction again when it collided with another, at most five times. */
export async function afterCollisions<T>(attempt: () => Promise<T>): Promise<T> {
  for (let number = 1; ; number++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isCollision(error) || number >= attempts) throw error;
      // Those who collided would collide again if they all came back at once.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5 * 2 ** number));
    }
  }
}
