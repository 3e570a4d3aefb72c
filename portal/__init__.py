"""What people see of it all: home, search, open data, demonstration."""
