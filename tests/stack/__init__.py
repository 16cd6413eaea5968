"""A whole desk as deploy/ has it: nginx, gunicorn, a worker, PostgreSQL, in processes of their own."""
