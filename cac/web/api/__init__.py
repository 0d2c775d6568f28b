"""The JSON API for other programs, under ``/api/v1``; a bearer token lets in, a cookie does not."""
