"""Words of the interface: catalogues by language, months, numbers, plurals."""
