"""Where files are kept, and how they are read: blobs on disk or in S3, parsers in a process of their own."""
