import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { noise, pngOfZeros, roomOfTwo, upload } from './file-fixtures.ts';

const small = () => noise(64, 48).jpeg().toBuffer();

describe('processing of images', () => {
  test('users take turns: a small image does not wait for the four large ones of another user', async () => {
    const { url, ana, bea } = await roomOfTwo();
    const large = pngOfZeros(6_000, 6_000);
    const finished: string[] = [];
    const ofAna = [1, 2, 3, 4].map(async () => {
      expect((await upload(url, ana.hello.token, 'r', large, { name: 'a.png' })).status).toBe(201);
      finished.push('ana');
    });
    // All four have arrived and wait for their turn.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { status } = await upload(url, bea.hello.token, 'r', await small(), { name: 'b.jpg' });
    expect(status).toBe(201);
    expect(finished.length).toBeLessThanOrEqual(1);
    await Promise.all(ofAna);
  });

  test('an image that takes too long is killed and refused, and the next one is processed', async () => {
    const { url, ana } = await roomOfTwo({ limits: { maxImagePixels: Infinity, imageTimeoutMs: 1_500 } });
    const began = performance.now();
    const { status, body } = await upload(url, ana.hello.token, 'r', pngOfZeros(30_000, 30_000));
    expect([status, body.error.message]).toEqual([
      413,
      'the image takes more than 1500 ms to process: send a smaller one',
    ]);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect((await upload(url, ana.hello.token, 'r', await small())).body).toMatchObject({ width: 64 });
  });

  test('an animation and an AVIF image have a limit of their own', async () => {
    const { url, ana } = await roomOfTwo({ limits: { maxComplexImagePixels: 3_999 } });
    const frames = [await noise(50, 40).png().toBuffer(), await noise(50, 40).png().toBuffer()];
    const animation = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();
    const avif = await noise(80, 50).avif({ effort: 0 }).toBuffer();
    for (const image of [animation, avif]) {
      const { status, body } = await upload(url, ana.hello.token, 'r', image);
      expect([status, body.error.message]).toEqual([
        413,
        'an AVIF image or an animation must have at most 3999 pixels, all frames together',
      ]);
    }
    expect((await upload(url, ana.hello.token, 'r', await noise(80, 50).webp().toBuffer())).status).toBe(201);
  });
});
