"""Questions of readers: the nearest that are answered, the box, and the moderators' inbox."""
