"""Settings: what the owner says in mkdocs.yml and in the YAML files beside it, and the names of folders."""
