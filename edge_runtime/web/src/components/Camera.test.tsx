import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fakeCamera, fakeDialogs, withoutCamera } from "../../test-support/browser";
import { fakeCanvas } from "../../test-support/fakeCanvas";
import { Camera } from "./Camera";

const stop = vi.fn();
const STREAM = { getTracks: () => [{ stop }, { stop }] } as unknown as MediaStream;

beforeEach(() => {
  stop.mockClear();
  fakeDialogs();
});

afterEach(withoutCamera);

function show(answer: () => Promise<MediaStream> = async () => STREAM) {
  const getUserMedia = fakeCamera(answer);
  const [onPicture, onClose] = [vi.fn(), vi.fn()];
  const { container, unmount } = render(<Camera onPicture={onPicture} onClose={onClose} />);
  const video = container.querySelector("video") as HTMLVideoElement;
  return { getUserMedia, onPicture, onClose, video, unmount };
}

const takeButton = () => screen.getByRole<HTMLButtonElement>("button", { name: "Take picture" });

test("asks for the camera at the back, and shows what it sees", async () => {
  const { getUserMedia, video } = show();
  expect(getUserMedia.mock.calls[0]?.[0]).toMatchObject({ video: { facingMode: "environment" } });
  expect(getUserMedia.mock.calls[0]?.[0]).not.toHaveProperty("audio");
  await waitFor(() => expect(video.srcObject).toBe(STREAM));
});

test("a picture can be taken once the camera runs", async () => {
  const { video } = show();
  expect(takeButton().disabled).toBe(true);
  fireEvent.playing(video);
  expect(takeButton().disabled).toBe(false);
});

test("a taken picture is a PNG in the camera's size, and closes the dialog", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-05-04T03:02:01Z") });
  const drawn = fakeCanvas();
  const toBlob = vi.spyOn(HTMLCanvasElement.prototype, "toBlob");
  toBlob.mockImplementation((give, type) => give(new Blob(["png"], { type: type ?? "" })));
  const { video, onPicture, onClose } = show();
  Object.defineProperties(video, { videoWidth: { value: 64 }, videoHeight: { value: 48 } });
  fireEvent.playing(video);
  await act(async () => fireEvent.click(takeButton()));
  expect(toBlob).toHaveBeenCalledWith(expect.any(Function), "image/png");
  const [file] = onPicture.mock.calls[0] as [File];
  expect([file.name, file.type, file.size]).toEqual(["camera-2026-05-04T03-02-01.png", "image/png", 3]);
  expect([drawn[0]?.element.width, drawn[0]?.element.height]).toEqual([64, 48]);
  expect(drawn[0]?.calls).toEqual([["drawImage", video, 0, 0]]);
  expect(onClose).toHaveBeenCalledOnce();
});

test("a refused camera is told, and no picture can be taken", async () => {
  show(async () => {
    throw new DOMException("denied", "NotAllowedError");
  });
  expect((await screen.findByRole("alert")).textContent).toContain("not allowed");
  expect(takeButton().disabled).toBe(true);
});

test("the camera is switched off when the dialog goes", async () => {
  const { video, unmount } = show();
  await waitFor(() => expect(video.srcObject).toBe(STREAM));
  unmount();
  expect(stop).toHaveBeenCalledTimes(2);
});

test("a camera that opens after the dialog has gone is switched off at once", async () => {
  let open: (stream: MediaStream) => void = () => undefined;
  const { unmount } = show(() => new Promise((resolve) => (open = resolve)));
  unmount();
  await act(async () => open(STREAM));
  expect(stop).toHaveBeenCalledTimes(2);
});

test("closing hands no picture on", () => {
  const { onPicture, onClose } = show();
  fireEvent.click(screen.getByRole("button", { name: "Close" }));
  expect(onClose).toHaveBeenCalledOnce();
  expect(onPicture).not.toHaveBeenCalled();
});
