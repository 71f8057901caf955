/** Offline verification of licence files and key sets, in Node and in browsers: no server is asked. */
export * from '@muniment/documents/verify';
