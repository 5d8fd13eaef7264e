"""What the owner of an archive configures: mkdocs.yml, the other YAML files beside it, the names of files and folders.

`schema` declares the settings of the plugin, `mkdocs_yml` loads them with MkDocs, `mkdocs_log` collects what MkDocs
logs meanwhile, and `format_setting` changes the archive's format. `yaml_files` reads and edits the other files, and
`layout` has the names. `plugins` loads the readers, taggers and lists of other packages that the owner has installed.
"""
