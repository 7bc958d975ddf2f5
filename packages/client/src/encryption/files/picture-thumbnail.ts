/** The size of a picture, and its thumbnail if it is worth one. */
export interface MeasuredPicture {
  width: number;
  height: number;
  thumbnail?: Blob;
}

/** As the server does in other rooms. */
const mostSide = 480;
/** A picture smaller than this is its own thumbnail. */
const smallBytes = 40_000;
/** The server takes no larger ones. */
const mostBytes = 200_000;

const draw = async (bitmap: ImageBitmap, width: number, height: number): Promise<Blob | null> => {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/webp', 0.76));
};

/**
 * Measures a picture as it is displayed, and makes its thumbnail. `isOwn`: a small picture needs none. Resolves to null if
 * the platform cannot decode it, as outside of browsers.
 */
export const measurePicture = async (picture: Blob, isOwn: boolean): Promise<MeasuredPicture | null> => {
  if (typeof document === 'undefined' || typeof createImageBitmap === 'undefined') return null;
  const bitmap = await createImageBitmap(picture).catch(() => null);
  if (!bitmap) return null;
  const { width, height } = bitmap;
  try {
    if (isOwn && width <= mostSide && height <= mostSide && picture.size <= smallBytes)
      return { width, height };
    const scale = Math.min(1, mostSide / Math.max(width, height));
    const side = (length: number): number => Math.max(1, Math.round(length * scale));
    const thumbnail = await draw(bitmap, side(width), side(height));
    const isFit = thumbnail !== null && thumbnail.size <= mostBytes;
    return { width, height, ...(isFit ? { thumbnail } : {}) };
  } finally {
    bitmap.close();
  }
};
