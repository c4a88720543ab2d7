"""Pictures from public git repositories: a list of sources, and how they are fetched."""
