"""The whole way from fetched pictures to a sealed bundle, by one recipe."""
