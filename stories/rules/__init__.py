"""The publishing checks of stories. `findings` is pure; `rule_inputs` alone reads the database."""
