"""dutygraph: responsibility documents in, a graph with the quote for every statement out."""
