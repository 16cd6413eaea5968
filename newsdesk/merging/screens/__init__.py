"""The desk's pages for merging: FAQs, topics, outlets and tags share them and bring their own labels."""
