"""“Paste an explainer”: the desk's screens over the importer. The importer itself is in stories.importing."""
