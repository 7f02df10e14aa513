import type { Locator } from '@playwright/test';

/** How much of a picture or canvas is not white, from 0 to 1. */
export function inkedShare(picture: Locator): Promise<number> {
  return picture.evaluate(async (image: HTMLImageElement | HTMLCanvasElement) => {
    if (image instanceof HTMLImageElement) {
      await image.decode();
    }
    const canvas = document.createElement('canvas');
    canvas.width = 420;
    canvas.height = 594;
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let inked = 0;
    for (let i = 0; i < data.length; i += 4) {
      inked += data[i + 1]! < 200 ? 1 : 0;
    }
    return inked / (canvas.width * canvas.height);
  });
}
