/** Licence keys as text: the server's own rule of what is mistyped, for whoever reads them before asking it (A1). */
export * from '@muniment/domain/license-keys';
