"""The opening half of sealing: what turns ciphertext into plaintext. The server may not import it."""
