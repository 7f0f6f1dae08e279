/** SHA-256 in WebAssembly, in a file of its own so that it is fetched only where there is much to hash. */
export { createSHA256 } from 'hash-wasm';
