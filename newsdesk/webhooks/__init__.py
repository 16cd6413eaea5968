"""Webhooks: other programs are told what readers see something else of now. Nothing that waits is told."""
