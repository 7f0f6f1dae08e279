// The bare WebCrypto operations under opening a room and sealing a file; the page that runs it holds nothing else.
// No parsing, no fold, no rules. Evaluates to {makeRoom, openRoom, aesGcm}.
(() => {
  const subtle = crypto.subtle;
  const MIB = 1024 * 1024;
  const HEADER_BYTES = 56; // salt and commitment before the chunk, C2SP chunked-encryption
  const INFO_BYTES = 270; // label, AEAD name, salt and context of one body (rooms.md), and the number of the block
  const random = (length) => crypto.getRandomValues(new Uint8Array(length));
  const hmacKey = (bytes, hash) =>
    subtle.importKey("raw", bytes, { name: "HMAC", hash }, false, ["sign"]);
  const hmac = (key, bytes) => subtle.sign("HMAC", key, bytes);

  // HKDF-Expand of 76 bytes with SHA-512: two blocks, the second over the first.
  async function bodyKey(roomKey, info) {
    const first = await hmac(roomKey, info);
    const again = new Uint8Array(first.byteLength + info.length);
    again.set(new Uint8Array(first));
    again.set(info, first.byteLength);
    const second = await hmac(roomKey, again);
    const key = await subtle.importKey("raw", first.slice(0, 32), "AES-GCM", false, [
      "encrypt",
      "decrypt",
    ]);
    return { key, iv: new Uint8Array(first.slice(32, 44)), commitment: second.slice(0, 12) };
  }

  async function makeMessage(author, roomKey, signedBytes, bodyBytes) {
    const signed = random(signedBytes);
    const info = random(INFO_BYTES);
    const { key, iv } = await bodyKey(roomKey, info);
    const ciphertext = await subtle.encrypt({ name: "AES-GCM", iv }, key, random(bodyBytes));
    const sealed = random(HEADER_BYTES + ciphertext.byteLength); // as it is hashed
    return { signed, signature: await subtle.sign("Ed25519", author, signed), info, ciphertext, sealed };
  }

  async function makeRoom(messages, signedBytes, bodyBytes) {
    const author = await subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    const reader = await subtle.generateKey("MLKEM768-X25519", false, [
      "encapsulateBits",
      "decapsulateBits",
    ]);
    const { ciphertext } = await subtle.encapsulateBits("MLKEM768-X25519", reader.publicKey);
    const roomKeyBytes = random(32);
    const roomKey = await hmacKey(roomKeyBytes, "SHA-512");
    const made = [];
    for (let number = 0; number < messages; number++)
      made.push(await makeMessage(author.privateKey, roomKey, signedBytes, bodyBytes));
    return { author: author.publicKey, reader: reader.privateKey, wrap: ciphertext, roomKeyBytes, messages: made };
  }

  // HPKE's key schedule (RFC 9180, 5.1) is seven HMACs and, for the wrap, one AES-GCM opening: 48 bytes.
  async function openWrap(room) {
    const shared = await subtle.decapsulateBits("MLKEM768-X25519", room.reader, room.wrap);
    const key = await hmacKey(shared, "SHA-256");
    for (let step = 0; step < 7; step++) await hmac(key, new Uint8Array(64));
    return hmacKey(room.roomKeyBytes, "SHA-512");
  }

  // The author signs the hashes of ciphertext and plaintext; that of what is signed is what the next entry names.
  async function openMessage(author, roomKey, message) {
    const [valid] = await Promise.all([
      subtle.verify("Ed25519", author, message.signature, message.signed),
      subtle.digest("SHA-256", message.signed),
      subtle.digest("SHA-256", message.sealed),
    ]);
    if (!valid) throw new Error("a signature made here does not verify");
    const { key, iv } = await bodyKey(roomKey, message.info);
    const plaintext = await subtle.decrypt({ name: "AES-GCM", iv }, key, message.ciphertext);
    return subtle.digest("SHA-256", plaintext);
  }

  // All messages at once: WebCrypto works on threads of its own, and waiting for each would measure the waiting.
  async function openRoom(room) {
    const began = performance.now();
    const roomKey = await openWrap(room);
    const opened = await Promise.all(
      room.messages.map((message) => openMessage(room.author, roomKey, message)),
    );
    if (opened.length !== room.messages.length) throw new Error("not all were opened");
    return performance.now() - began;
  }

  async function aesGcm(mebibytes) {
    const key = await subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
      "encrypt",
      "decrypt",
    ]);
    const parameters = { name: "AES-GCM", iv: new Uint8Array(12) };
    const plain = new Uint8Array(MIB);
    const sealed = await subtle.encrypt(parameters, key, plain);
    const began = performance.now();
    for (let slice = 0; slice < mebibytes; slice++) await subtle.encrypt(parameters, key, plain);
    for (let slice = 0; slice < mebibytes; slice++) await subtle.decrypt(parameters, key, sealed);
    return performance.now() - began;
  }

  return { makeRoom, openRoom, aesGcm };
})()
