/** Which endpoints behind a device there is capacity for: the server's own rule, for devices that decide it offline (E4, E5). */
export * from '@muniment/domain/endpoints';
