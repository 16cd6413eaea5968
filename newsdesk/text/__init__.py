"""What plain text says: sentences, quotations, figures, dates, denials. Pure; imports nothing of ours."""
