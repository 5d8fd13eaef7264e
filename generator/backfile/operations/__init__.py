"""Operations: one job a file, from arguments to a result."""
