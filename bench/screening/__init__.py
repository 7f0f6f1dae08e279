"""Name screening measured: labelled sets, our engine and the peers', and the figures made of them."""
