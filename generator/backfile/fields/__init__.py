"""Fields: strings as found become typed values."""
