"""The desk's handbook: pages of Markdown that come with the product, as HTML. Knows no desk."""
