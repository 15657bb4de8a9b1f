"""What stands in a document, and where: headings, tables, pages, and the places of lines on them."""
