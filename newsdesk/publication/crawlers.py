"""Robots that collect texts to train language models, by the names that their makers publish for robots.txt.

From the makers' own pages: OpenAI, Anthropic, Google, Apple, Meta, Amazon, Common Crawl, ByteDance, Cohere,
Perplexity and the Allen Institute. Those that fetch one page because a reader asked are not among them.
"""

TRAINING = (
    "GPTBot",
    "ClaudeBot",
    "anthropic-ai",
    "Google-Extended",
    "Applebot-Extended",
    "meta-externalagent",
    "FacebookBot",
    "Amazonbot",
    "CCBot",
    "Bytespider",
    "cohere-training-data-crawler",
    "PerplexityBot",
    "AI2Bot",
    "Diffbot",
    "omgili",
)
