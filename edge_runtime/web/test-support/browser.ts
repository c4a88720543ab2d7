// What jsdom lacks of a browser, as far as the page uses it.
import { vi } from "vitest";

/** URLs of files: "blob:1", "blob:2" and so on; returns those that were revoked. */
export function fakeObjectUrls(): string[] {
  const revoked: string[] = [];
  let last = 0;
  URL.createObjectURL = () => `blob:${++last}`;
  URL.revokeObjectURL = (url) => void revoked.push(url);
  return revoked;
}

/** Dialogs that open, and tell when they are closed. */
export function fakeDialogs(): void {
  const { prototype } = HTMLDialogElement;
  prototype.showModal = function () {
    this.open = true;
  };
  prototype.close = function () {
    this.open = false;
    this.dispatchEvent(new Event("close"));
  };
}

/** A camera that gives this answer; returns what was asked of it. */
export function fakeCamera(answer: () => Promise<MediaStream>) {
  const getUserMedia = vi.fn((_constraints: MediaStreamConstraints) => answer());
  Object.defineProperty(navigator, "mediaDevices", { value: { getUserMedia }, configurable: true });
  return getUserMedia;
}

export function withoutCamera(): void {
  Reflect.deleteProperty(navigator, "mediaDevices");
}
