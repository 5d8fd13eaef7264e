"""What every page of the site has: theme, navigation, policy."""
