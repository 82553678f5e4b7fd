"""Creates everything that a stage needs, on AWS or on whatever answers as AWS does."""
