"""The pages: each module has a ``router``; a function reads a request, calls one room, and fills a template."""
