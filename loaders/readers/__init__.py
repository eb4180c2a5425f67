"""One file a format: bytes in, a document of blocks over one canonical text out."""
