/** Why there is no picture of a camera: each has its words. */
export type CameraProblem = 'insecure' | 'none' | 'denied' | 'busy';

/** What browsers call them (W3C Media Capture and Streams, 10.2). */
const names: Readonly<Record<string, CameraProblem>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
};

/** The picture of the camera that looks away from the user, where there is one. Asks the user for leave. */
export async function openCamera(): Promise<MediaStream | CameraProblem> {
  if (!window.isSecureContext) return 'insecure';
  if (!navigator.mediaDevices) return 'none';
  const video = { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: false, video });
  } catch (error) {
    return names[(error as DOMException).name] ?? 'busy';
  }
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
