"""Coming into the desk: login, second factors, limits on guessing. Knows of no kind of page."""
