"""What public pages of any kind are made of: heads, cards, images, listings, timelines, histories."""
