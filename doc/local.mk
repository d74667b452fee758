# doc: what it adds to the build is listed here.
