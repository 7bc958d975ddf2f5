const mostPixels = 480;

/** Draws a picture, at most 480 pixels wide and high. Resolves to null if it has no size yet. */
export const pictureOf = async (
  source: CanvasImageSource,
  width: number,
  height: number,
): Promise<Blob | null> => {
  if (!width || !height) return null;
  const scale = Math.min(1, mostPixels / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8));
};
