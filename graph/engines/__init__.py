"""One engine a file. Only these modules import a database client."""
