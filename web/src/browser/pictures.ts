/**
 * Pictures that people choose, drawn anew: what comes out is pixels. Place, device, time and thumbnails that cameras
 * write beside them stay here.
 */
import type { CleanPicture } from '../session/ports.ts';

const LONGEST_SIDE = 1600;
const QUALITIES = [0.85, 0.7, 0.5];
/** A picture of a notice may not be larger (protocol/notices.md). */
const MAX_BYTES = 2_097_152;
const TYPE = 'image/jpeg';

/** `null` where this browser cannot read it as a picture. */
export async function cleanPicture(file: Blob): Promise<CleanPicture | null> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (bitmap === null) return null;
  try {
    return await drawn(bitmap);
  } finally {
    bitmap.close();
  }
}

async function drawn(bitmap: ImageBitmap): Promise<CleanPicture | null> {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.fillStyle = '#fff'; // JPEG knows no transparency
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  for (const quality of QUALITIES) {
    const blob = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, TYPE, quality);
    });
    if (blob !== null && blob.type === TYPE && blob.size <= MAX_BYTES) return { bytes: new Uint8Array(await blob.arrayBuffer()), type: TYPE };
  }
  return null;
}
