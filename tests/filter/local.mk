# tests/filter: what it adds to the build is listed here.
