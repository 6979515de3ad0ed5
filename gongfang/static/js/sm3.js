// SM3 (GB/T 32905-2016), written from the standard so that a draw can be recomputed without trusting our server.

const INITIAL = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];
const BLOCK = 64;

const rotate = (word, bits) => ((word << (bits % 32)) | (word >>> ((32 - (bits % 32)) % 32))) >>> 0;
const p0 = (word) => (word ^ rotate(word, 9) ^ rotate(word, 17)) >>> 0;
const p1 = (word) => (word ^ rotate(word, 15) ^ rotate(word, 23)) >>> 0;

function padded(message) {
  const length = Math.ceil((message.length + 9) / BLOCK) * BLOCK;
  const bytes = new Uint8Array(length);
  bytes.set(message);
  bytes[message.length] = 0x80;
  new DataView(bytes.buffer).setBigUint64(length - 8, BigInt(message.length) * 8n);
  return new DataView(bytes.buffer);
}

function expanded(view, start) {
  const words = [];
  for (let j = 0; j < 16; j += 1) words.push(view.getUint32(start + 4 * j));
  for (let j = 16; j < 68; j += 1) {
    const mixed = p1((words[j - 16] ^ words[j - 9] ^ rotate(words[j - 3], 15)) >>> 0);
    words.push((mixed ^ rotate(words[j - 13], 7) ^ words[j - 6]) >>> 0);
  }
  return words;
}

function compressed(state, words) {
  let [a, b, c, d, e, f, g, h] = state;
  for (let j = 0; j < 64; j += 1) {
    const early = j < 16;
    const constant = rotate(early ? 0x79cc4519 : 0x7a879d8a, j);
    const ss1 = rotate((rotate(a, 12) + e + constant) >>> 0, 7);
    const ss2 = (ss1 ^ rotate(a, 12)) >>> 0;
    const ff = early ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = early ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + ss2 + (words[j] ^ words[j + 4])) >>> 0;
    const tt2 = (gg + h + ss1 + words[j]) >>> 0;
    [a, b, c, d, e, f, g, h] = [tt1, a, rotate(b, 9), c, p0(tt2), e, rotate(f, 19), g];
  }
  return [a, b, c, d, e, f, g, h].map((word, index) => (word ^ state[index]) >>> 0);
}

// Return the digest (32 bytes) of a Uint8Array.
export function sm3(message) {
  const view = padded(message);
  let state = INITIAL;
  for (let start = 0; start < view.byteLength; start += BLOCK) state = compressed(state, expanded(view, start));
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => digest.setUint32(4 * index, word));
  return new Uint8Array(digest.buffer);
}

// Return bytes in hexadecimal.
export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
