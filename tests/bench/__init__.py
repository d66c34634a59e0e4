"""Speed, measured: `make bench`. Ratios within one run, medians of several rounds; nothing here asserts a time."""
