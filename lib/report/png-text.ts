/** Length of a PNG's signature and of its first chunk, IHDR, behind which others may stand. */
const HEADER = 8 + 25;

/** A PNG with a text in it that no viewer shows: a tEXt chunk of that keyword behind its header. Both in Latin letters. */
export function pngWithText(png: Uint8Array, keyword: string, text: string): Uint8Array {
  const content = Buffer.from(`tEXt${keyword}\0${text}`, "latin1");
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length - 4);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(content));
  return Buffer.concat([png.subarray(0, HEADER), length, content, check, png.subarray(HEADER)]);
}

/** The cyclic redundancy check of PNG: polynomial 0xedb88320, lowest bit first. */
function crc32(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) {
    remainder ^= byte;
    for (let bit = 0; bit < 8; bit++)
      remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  }
  return ~remainder >>> 0;
}
