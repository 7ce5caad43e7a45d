"""One file a website: fetching on one side, pure parsing to frames on the other."""
