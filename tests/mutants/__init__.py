"""Would the tests notice? One line of the code is changed at a time, and the tests that run it are run."""
