"""Tables in and out: upload with preview and row errors, safe CSV and XLSX."""
