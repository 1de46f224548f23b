"""The values that flow between the steps; they know nothing of files, Markdown or HTML templates."""
