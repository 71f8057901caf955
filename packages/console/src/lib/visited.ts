let visited = false;

/** Whether a page of the console was shown before this one, without the browser loading anew. */
export const wasVisited = (): boolean => visited;

export function markVisited(): void {
  visited = true;
}
