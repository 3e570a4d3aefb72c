"""Pages as people meet them: in Chromium, over a server that answers as in production."""
